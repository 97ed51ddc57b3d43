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

  // A form that keeps drafts: saved a few seconds after typing stops, and when the page is left.
  for (const place of document.querySelectorAll("[data-draft]")) {
    const form = place.querySelector("form");
    const word = place.querySelector("[data-draft-word]");
    let timer = 0;
    let saving = null;
    let posting = false;

    const send = async () => {
      const fields = new FormData(form);
      fields.set("save_draft", "yes");
      try {
        const answer = await fetch(place.dataset.draft, {
          method: "POST",
          body: new URLSearchParams(fields),
          headers: { Accept: "application/json" },
          // What is sent while the page is left may not be long; else it may.
          keepalive: document.visibilityState === "hidden",
          redirect: "error",
          signal: AbortSignal.timeout(10000),
        });
        if (answer.status === 401) return place.dataset.signedOut;
        if (!answer.ok && answer.status !== 422) return place.dataset.unsaved;
        const told = await answer.json();
        if (told.draft) form.elements.draft.value = told.draft;
        return told.said;
      } catch {
        return place.dataset.unsaved;
      }
    };
    const save = async () => {
      window.clearTimeout(timer);
      timer = 0;
      if (posting) return;
      // One after the other: each names the draft that the one before it has left.
      if (saving) return wait();
      saving = send();
      word.textContent = await saving;
      saving = null;
    };
    const wait = () => {
      window.clearTimeout(timer);
      timer = window.setTimeout(save, 3000);
    };

    form.addEventListener("input", wait);
    document.addEventListener("visibilitychange", () => {
      if (document.visibilityState === "hidden" && timer) save();
    });
    window.addEventListener("pageshow", () => (posting = false));
    form.addEventListener("submit", async (event) => {
      window.clearTimeout(timer);
      timer = 0;
      posting = true;
      if (!saving) return;
      // A draft that came in after the update would stand there as if it had not been posted.
      event.preventDefault();
      await saving;
      form.requestSubmit(event.submitter);
    });
  }
})();
