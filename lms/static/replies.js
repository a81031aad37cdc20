// Ready sentences go into the box, where they can be changed; without this the server puts them before what was typed.
(function () {
  "use strict";
  document.querySelectorAll("[data-replies]").forEach(function (list) {
    var box = document.getElementById(list.dataset.replies);
    list.querySelectorAll("input").forEach(function (tick) {
      var words = tick.parentNode.textContent.trim();
      tick.removeAttribute("name");
      tick.addEventListener("change", function () {
        var without = box.value.split(words).join("").replace(/\n{2,}/g, "\n").trim();
        box.value = tick.checked ? (without + "\n" + words).trim() : without;
        box.dispatchEvent(new Event("input", { bubbles: true }));
      });
    });
  });
})();
