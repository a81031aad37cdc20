// Makes pages nicer; every page works without it.
(function () {
  "use strict";
  var me = document.currentScript;

  // Fetch the style sheet that the first page carried inside it, so that the next page finds it kept.
  if (document.querySelector("style[nonce]") && me && me.dataset.css) {
    window.addEventListener("load", function () { fetch(me.dataset.css).catch(function () {}); });
  }

  // A second tap on a button that is already sending does nothing; after a while it may be pressed again.
  document.addEventListener("submit", function (event) {
    var form = event.target;
    if (form.dataset.sending) { event.preventDefault(); return; }
    form.dataset.sending = "1";
    setTimeout(function () { delete form.dataset.sending; }, 5000);
  });
  window.addEventListener("pageshow", function (event) {
    document.querySelectorAll("form[data-sending]").forEach(function (form) { delete form.dataset.sending; });
    if (event.persisted && document.body.dataset.private) { location.reload(); }
  });

  // After a failed form, the summary of errors has the focus.
  var errors = document.getElementById("errors");
  if (errors) { errors.focus(); }

  // "Show what I type" on password fields.
  document.querySelectorAll("[data-reveal]").forEach(function (button) {
    var input = document.getElementById(button.dataset.reveal);
    button.hidden = false;
    button.addEventListener("click", function () {
      var shown = input.type === "text";
      input.type = shown ? "password" : "text";
      button.setAttribute("aria-pressed", String(!shown));
    });
  });

  // "Read to me", only where the device has a Vietnamese voice.
  var reader = document.querySelector("[data-read]");
  var speech = window.speechSynthesis;
  function voice() { return speech.getVoices().filter(function (v) { return /^vi/i.test(v.lang); })[0]; }
  function offer() { reader.hidden = !voice(); }
  if (reader && speech) {
    var label = reader.textContent;
    offer();
    speech.addEventListener("voiceschanged", offer);
    reader.addEventListener("click", function () {
      if (speech.speaking) { speech.cancel(); reader.textContent = label; return; }
      var words = new SpeechSynthesisUtterance(document.getElementById(reader.dataset.read).innerText);
      words.lang = "vi-VN";
      words.voice = voice();
      words.onend = function () { reader.textContent = label; };
      speech.speak(words);
      reader.textContent = reader.dataset.stop;
    });
  }

  // A word's page goes back to where the reader came from.
  var back = document.querySelector("[data-back]");
  if (back && document.referrer.indexOf(location.origin) === 0 && history.length > 1) {
    back.addEventListener("click", function (event) { event.preventDefault(); history.back(); });
  }
})();
