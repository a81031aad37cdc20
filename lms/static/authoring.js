// Long work: the button that was pressed says that it goes on. Without this the form works all the same.
(function () {
  "use strict";
  document.addEventListener("submit", function (event) {
    var button = event.target.querySelector("[data-busy]");
    if (!button || event.defaultPrevented) { return; }
    button.dataset.idle = button.textContent;
    button.textContent = button.dataset.busy;
    button.setAttribute("aria-live", "polite");
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("[data-idle]").forEach(function (button) { button.textContent = button.dataset.idle; });
  });
})();
