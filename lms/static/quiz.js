// Keeps answers on the device until the server has them, and puts things in order by buttons. Every page works without it.
(function () {
  "use strict";
  var form = document.querySelector("form[data-save]");
  var memory = {};

  function key(path) { return "quiz:" + path; }
  function forget(path) { memory = {}; try { localStorage.removeItem(key(path)); } catch (e) { /* kept in memory only */ } }
  if (!form) { return; }

  var path = form.dataset.save, question = form.dataset.question, seq = form.elements.seq;
  var line = document.getElementById("saved"), timer, is_down = false, hands_in = false, pressed = null;

  function waiting() {
    try { return JSON.parse(localStorage.getItem(key(path))) || {}; } catch (e) { return memory; }
  }
  function keep(all) {
    memory = all;
    if (!Object.keys(all).length) { forget(path); return; }
    try { localStorage.setItem(key(path), JSON.stringify(all)); } catch (e) { /* kept in memory only */ }
  }
  function say(text) { line.textContent = text ? "· " + text : ""; }

  function controls() {
    return Array.prototype.filter.call(form.elements, function (each) {
      return each.name && !/^(csrf_token|seq)$/.test(each.name) && !/file|submit/.test(each.type);
    });
  }
  function fields() {
    var found = {};
    controls().forEach(function (each) {
      if (/radio|checkbox/.test(each.type) && !each.checked) { return; }
      (found[each.name] = found[each.name] || []).push(each.value);
    });
    return found;
  }
  function fill(found) {
    controls().forEach(function (each) {
      var values = found[each.name] || [];
      if (/radio|checkbox/.test(each.type)) { each.checked = values.indexOf(each.value) >= 0; } else { each.value = values[0] || ""; }
    });
  }

  // What is kept goes out with its sequence number; the server takes each number once, so sending again does no harm.
  // Long essays go a few at a time: the server reads no more than 256 KB at once.
  function send() {
    var all = waiting();
    var list = Object.keys(all).map(function (id) { return { question: id, seq: all[id].seq, fields: all[id].fields }; });
    clearTimeout(timer);
    if (!list.length) { return Promise.resolve(true); }
    while (list.length > 1 && JSON.stringify(list).length > 80000) { list.pop(); }
    return fetch(path, {
      method: "POST",
      credentials: "same-origin",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": form.elements.csrf_token.value },
      body: JSON.stringify(list)
    }).then(function (answer) {
      if (answer.ok) { return answer.json().then(function (told) { return acknowledged(list, told); }); }
      if (answer.status === 409) { return answer.json().then(refused); }
      return failed(refusal(answer.status));
    }, function () { return failed(""); });
  }
  function refusal(status) {
    if (status !== 401) { return form.dataset.busy; }
    if (hands_in || pressed) { location.reload(); } // to the sign-in page, which leads back here
    return form.dataset.lost;
  }
  function refused(told) { // handed in already, maybe on another device
    forget(path);
    say(question ? told.error : "");
    return true;
  }
  function acknowledged(list, told) {
    var all = waiting();
    list.forEach(function (sent) {
      if (all[sent.question] && all[sent.question].seq === sent.seq) { delete all[sent.question]; }
    });
    keep(all);
    is_down = false;
    if (Object.keys(all).length) { return send(); }
    if (told.late) { location.reload(); return true; }
    var is_here = list.some(function (sent) { return sent.question === question; });
    var is_other = told.other.indexOf(question) >= 0;
    say(is_other ? form.dataset.other : is_here ? form.dataset.saved.replace("%s", told.at) : "");
    return true;
  }
  function failed(text) {
    is_down = true;
    say(text || form.dataset.offline);
    again();
    return false;
  }
  function again() {
    clearTimeout(timer);
    timer = setTimeout(hands_in ? handIn : is_over ? over : send, 15000);
  }

  // Once "Nộp bài" is pressed it goes on by itself when the network is back, after all that waits.
  function handIn() {
    hands_in = true;
    return send().then(function (is_sent) {
      if (!is_sent) { return; }
      return fetch(form.action, { method: "POST", credentials: "same-origin", redirect: "manual", body: new FormData(form) }).then(function (answer) {
        if (answer.type === "opaqueredirect") { location.assign(form.dataset.next); } else { failed(refusal(answer.status)); }
      }, function () { failed(""); });
    });
  }

  function changed() {
    var all = waiting(), number = Number(seq.value);
    all[question] = { seq: number, fields: fields() };
    seq.value = number + 1;
    keep(all);
    clearTimeout(timer);
    timer = setTimeout(send, 400);
  }

  // Things to put in order: two buttons each, in place of the list of numbers.
  var order = form.querySelector(".order");
  function number() {
    Array.prototype.forEach.call(order.children, function (item, at) { item.querySelector("select").value = at + 1; });
  }
  function move(item, other, button) {
    if (!other) { return; }
    var moved = button.parentNode;
    order.insertBefore(item, other);
    number();
    changed();
    button.focus();
    document.getElementById("place").textContent = moved.querySelector("label").textContent + ": " + order.dataset.place.replace("%s", moved.querySelector("select").value);
  }
  function button(item, text, other) {
    var made = document.createElement("button");
    made.type = "button";
    made.className = "btn";
    made.textContent = text;
    made.setAttribute("aria-label", text + ": " + item.querySelector("label").textContent);
    made.addEventListener("click", function () { move.apply(null, other().concat(made)); });
    item.appendChild(made);
  }
  function arrange() {
    var items = Array.prototype.slice.call(order.children);
    function place(item) { return Number(item.querySelector("select").value) || items.length + 1; }
    items.slice().sort(function (a, b) { return place(a) - place(b) || items.indexOf(a) - items.indexOf(b); })
      .forEach(function (item) { order.appendChild(item); });
  }

  // What is left of the time, by the minute. The server's clock decides; ours only counts on from what it said. Where
  // the bank asks for no countdown nothing counts on the page, and the last minutes are still told.
  var left = document.querySelector("[data-left]"), begun = Date.now(), whole = left ? Number(left.dataset.left) : 0;
  var soon = document.getElementById("soon"), is_over = false;
  function tick(is_first) {
    var rest = whole - Math.max(Date.now() - begun, performance.now()) / 1000, minutes = Math.ceil(rest / 60);
    if (rest <= 0) { is_over = true; over(); return; }
    if (left.dataset.minutes) { left.textContent = minutes > 1 ? left.dataset.minutes.replace("%s", minutes) : left.dataset.last; }
    if (minutes !== 5 && minutes !== 1) { soon.textContent = ""; }
    else if (is_first !== true || rest > minutes * 60 - 15) { soon.textContent = left.dataset.soon.replace("%s", minutes); }
    setTimeout(tick, (rest - (minutes - 1) * 60) * 1000 + 200);
  }
  // Nobody is sent away from this page before what waits is with the server, and the next page can be had.
  function over() {
    soon.textContent = left.dataset.end;
    send().then(function (is_sent) {
      if (!is_sent) { return; }
      fetch(left.dataset.over, { credentials: "same-origin" }).then(function (answer) {
        if (answer.ok) { location.replace(left.dataset.over); } else { failed(refusal(answer.status)); }
      }, function () { failed(""); });
    });
  }
  if (whole > 0) { tick(true); }

  if (question) {
    var mine = waiting()[question];
    if (mine && mine.seq >= Number(seq.value)) { fill(mine.fields); seq.value = mine.seq + 1; }
    form.addEventListener("input", function (event) { if (event.target.type !== "file") { changed(); } });
  }
  if (order) {
    order.classList.add("moving");
    arrange();
    Array.prototype.forEach.call(order.children, function (item) {
      item.querySelector("select").hidden = true;
      button(item, order.dataset.up, function () { return [item, item.previousElementSibling]; });
      button(item, order.dataset.down, function () {
        var next = item.nextElementSibling;
        return next ? [next, item] : [item, null];
      });
    });
  }
  form.addEventListener("submit", function (event) {
    if (order) { number(); }
    if (question && navigator.onLine !== false && !is_down) { return; }
    event.preventDefault();
    setTimeout(function () { delete form.dataset.sending; });
    if (!question) { handIn(); return; }
    pressed = event.submitter || form.querySelector(".btn.main");
    changed();
    send().then(function (is_sent) {
      var button = pressed;
      pressed = null;
      if (is_sent) { setTimeout(function () { button.click(); }); }
    });
  });
  document.addEventListener("click", function (event) {
    if (navigator.onLine !== false || !event.target.closest("main a[href^='/']")) { return; }
    event.preventDefault(); // a page of the browser's own would tell nobody what to do
    say(form.dataset.offline);
  });
  window.addEventListener("online", function () { (hands_in ? handIn : is_over ? over : send)(); });
  send();
})();
