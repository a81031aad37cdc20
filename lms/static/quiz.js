// Keeps answers on the device until the server has them, and puts things in order by buttons. Every page works without it.
(function () {
  "use strict";
  var done = document.querySelector("[data-clear]");
  var form = document.querySelector("form[data-save]");
  var memory = {};

  function key(path) { return "quiz:" + path; }
  function forget(path) { memory = {}; try { localStorage.removeItem(key(path)); } catch (e) { /* kept in memory only */ } }
  if (done) { forget(done.dataset.clear); }
  if (!form) { return; }

  var path = form.dataset.save, question = form.dataset.question, seq = form.elements.seq;
  var line = document.getElementById("saved"), timer;

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
      return each.name && !/^(csrf_token|seq|hint)$/.test(each.name);
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
  function send() {
    var all = waiting();
    var list = Object.keys(all).map(function (id) { return { question: id, seq: all[id].seq, fields: all[id].fields }; });
    clearTimeout(timer);
    if (!list.length) { return Promise.resolve(true); }
    return fetch(path, {
      method: "POST",
      credentials: "same-origin",
      headers: { "Content-Type": "application/json", Accept: "application/json", "X-CSRFToken": form.elements.csrf_token.value },
      body: JSON.stringify(list)
    }).then(function (answer) {
      if (answer.ok) { return answer.json().then(function (told) { return acknowledged(list, told); }); }
      if (answer.status === 404 || answer.status === 409) { forget(path); return true; }
      return failed(answer.status === 401 ? form.dataset.lost : "");
    }, function () { return failed(""); });
  }
  function acknowledged(list, told) {
    var all = waiting();
    list.forEach(function (sent) {
      if (all[sent.question] && all[sent.question].seq === sent.seq) { delete all[sent.question]; }
    });
    keep(all);
    if (told.late) { location.reload(); return true; }
    var is_here = list.some(function (sent) { return sent.question === question; });
    say(is_here ? form.dataset.saved.replace("%s", told.at) : "");
    return true;
  }
  function failed(text) {
    say(text || form.dataset.offline);
    timer = setTimeout(send, 15000);
    return false;
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
    order.insertBefore(item, other);
    number();
    changed();
    button.focus();
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

  // What is left of the time, by the minute. The server's clock decides; ours only counts on from what it said.
  var left = document.querySelector("[data-left]"), begun = Date.now(), whole = left ? Number(left.dataset.left) : 0;
  function tick() {
    var rest = whole - Math.max(Date.now() - begun, performance.now()) / 1000, minutes = Math.ceil(rest / 60);
    if (rest <= 0) { send().then(function () { location.replace(left.dataset.over); }); return; }
    left.textContent = minutes > 1 ? left.dataset.minutes.replace("%s", minutes) : left.dataset.last;
    if (minutes === 5 || minutes === 1) { say(left.dataset.soon.replace("%s", minutes)); }
    setTimeout(tick, (rest - (minutes - 1) * 60) * 1000 + 200);
  }
  if (whole > 0) { tick(); }

  if (question) {
    var mine = waiting()[question];
    if (mine && mine.seq >= Number(seq.value)) { fill(mine.fields); seq.value = mine.seq + 1; }
    form.addEventListener("input", changed);
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
    var goes = navigator.onLine !== false && (question || !Object.keys(waiting()).length);
    if (goes) { return; }
    event.preventDefault();
    if (question) { changed(); }
    setTimeout(function () { delete form.dataset.sending; });
    send().then(function (is_sent) { if (is_sent && !question) { form.submit(); } });
  });
  window.addEventListener("online", send);
  send();
})();
