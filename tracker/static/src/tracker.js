// What the pages add when scripts run. Every page works without this file.
(() => {
  // Printing needs a script, so its button is in the page but hidden until there is one.
  for (const button of document.querySelectorAll("button[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => window.print());
  }

  // A menu that was opened on a narrow window would lie over the wide one.
  if ("popover" in HTMLElement.prototype) {
    window.matchMedia("(min-width: 48.0625em)").addEventListener("change", () => {
      for (const open of document.querySelectorAll(":popover-open")) open.hidePopover();
    });
  }

  // A report that is being read: say how far it has come, and show the draft once it is there.
  const reading = document.querySelector("[data-progress-url]");
  if (reading) {
    const words = reading.querySelector("[role=status]");
    const bar = reading.querySelector("progress");
    const look = async () => {
      try {
        const answer = await fetch(reading.dataset.progressUrl, { redirect: "error" });
        const now = await answer.json();
        if (!now.reading) return window.location.reload();
        if (words.textContent !== now.words) words.textContent = now.words;
        bar.max = now.of || 1;
        bar.value = now.done;
      } catch {
        // Signed out or without a connection: the link "Check again" says what is the matter.
        return;
      }
      window.setTimeout(look, 1000);
    };
    window.setTimeout(look, 1000);
  }
})();
