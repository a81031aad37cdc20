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

  // A text to paste elsewhere is copied with one tap; execCommand also works where nobody gives permissions.
  document.querySelectorAll("[data-copy]").forEach(function (button) {
    var text = document.getElementById(button.dataset.copy);
    button.hidden = false;
    button.addEventListener("click", function () {
      text.focus();
      text.select();
      if (document.execCommand("copy")) { button.nextElementSibling.textContent = button.dataset.done; }
    });
  });

  // A word's meaning opens over the page, so that nobody loses the place; without a network the link is a link.
  document.addEventListener("click", function (event) {
    var link = event.target.closest && event.target.closest("a.term");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !window.HTMLDialogElement) { return; }
    event.preventDefault();
    if (link.dataset.opening) { return; }
    link.dataset.opening = "1";
    fetch(link.href).then(function (answer) {
      if (!answer.ok) { throw answer; }
      return answer.text();
    }).then(function (text) {
      var page = new DOMParser().parseFromString(text, "text/html");
      var box = document.createElement("dialog");
      var title = page.querySelector("main h1");
      var close = document.createElement("button");
      box.className = "meaning";
      title.id = "meaning-title";
      box.setAttribute("aria-labelledby", title.id);
      close.className = "btn main";
      close.textContent = page.querySelector("[data-close]").dataset.close;
      close.addEventListener("click", function () { box.close(); });
      box.addEventListener("close", function () { box.remove(); link.focus(); });
      box.append(title, page.querySelector("main .card"), close);
      document.body.append(box);
      box.showModal();
      delete link.dataset.opening;
    }).catch(function () { location.href = link.href; });
  });

  // A word's page goes back to where the reader came from.
  var back = document.querySelector("[data-back]");
  if (back && document.referrer.indexOf(location.origin) === 0 && history.length > 1) {
    back.addEventListener("click", function (event) { event.preventDefault(); history.back(); });
  }
})();
