// A file on its way: how much has been sent, then that it is being read. Without this the form works all the same.
(function () {
  "use strict";
  var form = document.querySelector("form[data-upload]"), box = document.getElementById("errors");
  if (!form || !window.FormData) { return; }
  var words = form.querySelector("p.sending"), bar = form.querySelector("progress"), button = form.querySelector("button.main");

  function say(text) { if (words.textContent !== text) { words.textContent = text; } }
  function busy(on) { words.hidden = bar.hidden = !on; button.disabled = on; }
  function refuse(text) {
    busy(false);
    box.hidden = false;
    box.querySelector("a").textContent = text;
    if (document.title.indexOf(form.dataset.error) !== 0) { document.title = form.dataset.error + " " + document.title; }
    box.focus();
  }

  form.addEventListener("submit", function (event) {
    event.preventDefault();
    var sending = new XMLHttpRequest();
    sending.open("POST", form.getAttribute("action") || location.href);
    sending.setRequestHeader("Accept", "application/json");
    sending.upload.onprogress = function (at) {
      if (!at.lengthComputable) { return; }
      bar.value = Math.round(100 * at.loaded / at.total);
      say(at.loaded < at.total ? form.dataset.sending + " " + bar.value + " %" : form.dataset.reading);
    };
    sending.upload.onload = function () { bar.removeAttribute("value"); say(form.dataset.reading); };
    sending.onerror = function () { refuse(form.dataset.lost); };
    sending.onload = function () {
      var told = {};
      try { told = JSON.parse(sending.responseText); } catch (unreadable) { told = {}; }
      if (told.next) { location.assign(told.next); } else { refuse(told.error || form.dataset.lost); }
    };
    busy(true);
    bar.value = 0;
    say(form.dataset.sending);
    sending.send(new FormData(form));
  });
  window.addEventListener("pageshow", function () { busy(false); });
})();
