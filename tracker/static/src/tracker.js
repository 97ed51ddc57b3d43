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
})();
