// Photos: made small on the phone before they travel, shown, and covered in part before they are sent. Mentors: "seen"
// by itself.
(function () {
  "use strict";
  var SIDE = 1600, SMALL = 400 * 1024;

  function decode(file) { return createImageBitmap(file, { imageOrientation: "from-image" }); }
  // The picture on a canvas, at most SIDE pixels long, with what is covered painted over: those pixels are gone.
  function draw(picture, canvas, boxes) {
    var scale = Math.min(1, SIDE / Math.max(picture.width, picture.height)), pen = canvas.getContext("2d");
    var wide = canvas.width = Math.round(picture.width * scale), high = canvas.height = Math.round(picture.height * scale);
    pen.drawImage(picture, 0, 0, wide, high);
    boxes.forEach(function (box) { pen.fillRect(box[0] * wide, box[1] * high, box[2] * wide, box[3] * high); });
  }
  function painted(photo) {
    var canvas = document.createElement("canvas");
    return decode(photo.file).then(function (picture) {
      draw(picture, canvas, photo.boxes);
      return new Promise(function (done) { canvas.toBlob(done, "image/jpeg", 0.85); });
    }).then(function (blob) {
      return blob && new File([blob], photo.file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
    });
  }
  // What cannot be made small travels as it is, and the server says what is wrong with it; what cannot be covered
  // does not travel at all.
  function ready(photo) {
    if (!photo.boxes.length && (photo.file.size < SMALL || !window.createImageBitmap)) { return Promise.resolve(photo.file); }
    return painted(photo).then(function (file) {
      return photo.boxes.length || file && file.size < photo.file.size ? file : photo.file;
    }).catch(function () { return photo.boxes.length ? null : photo.file; });
  }

  var input = document.getElementById("photos"), list = document.getElementById("chosen");
  var cover = document.getElementById("cover"), photos = [], turn = 0, working = null;

  function prepare() {
    var mine = ++turn;
    working = Promise.all(photos.map(function (photo) { return photo.ready = photo.ready || ready(photo); })).then(function (files) {
      if (mine !== turn) { return working; } // chosen or covered anew meanwhile
      var box = new DataTransfer();
      files.forEach(function (file) { if (file) { box.items.add(file); } });
      input.files = box.files;
      working = null;
      show(files);
    });
  }
  // The list is drawn anew when the pictures are ready; who stood on a picture's button stands there again.
  function show(files) {
    var stood = Array.prototype.findIndex.call(list.children, function (item) { return item.contains(document.activeElement); });
    list.textContent = "";
    files.forEach(function (file, at) {
      var picture = document.createElement("img"), item = document.createElement("li"), button = document.createElement("button");
      if (!file) { return; }
      picture.src = URL.createObjectURL(file);
      picture.alt = list.dataset.alt + " " + (at + 1);
      picture.onload = function () { URL.revokeObjectURL(picture.src); };
      item.appendChild(picture);
      if (cover && window.createImageBitmap && window.PointerEvent) {
        button.type = "button";
        button.className = "btn text";
        button.textContent = cover.dataset.open + " " + (at + 1);
        button.addEventListener("click", function () { open(photos[at], at); });
        item.appendChild(button);
      }
      list.appendChild(item);
    });
    list.hidden = !files.length;
    var again = list.children[stood] && list.children[stood].querySelector("button");
    if (again) { again.focus(); }
  }

  // Covering: with a finger or a mouse on the picture, or by the buttons.
  var open = cover && function () {
    var canvas = cover.querySelector("canvas"), said = cover.querySelector("[role=status]"), photo, picture, from, place;
    function again(more) { if (picture) { draw(picture, canvas, photo.boxes.concat(more || [])); } }
    function add(box) {
      photo.boxes.push(box);
      changed();
    }
    function changed() {
      said.textContent = said.dataset.count.replace("%s", photo.boxes.length);
      photo.ready = null;
      again();
      prepare();
    }
    function close() {
      cover.hidden = true;
      var button = list.children[place] && list.children[place].querySelector("button");
      (button || input).focus();
    }
    function at(event) {
      var face = canvas.getBoundingClientRect();
      function within(part) { return Math.max(0, Math.min(1, part)); }
      return [within((event.clientX - face.left) / face.width), within((event.clientY - face.top) / face.height)];
    }
    function box(to) {
      return [Math.min(from[0], to[0]), Math.min(from[1], to[1]), Math.abs(from[0] - to[0]), Math.abs(from[1] - to[1])];
    }
    canvas.addEventListener("pointerdown", function (event) { from = at(event); canvas.setPointerCapture(event.pointerId); });
    canvas.addEventListener("pointermove", function (event) { if (from) { again([box(at(event))]); } });
    canvas.addEventListener("pointercancel", function () { from = null; again(); });
    canvas.addEventListener("pointerup", function (event) {
      var made = from && box(at(event));
      from = null;
      if (made && made[2] * made[3] > 0.0004) { add(made); } else { again(); }
    });
    cover.addEventListener("click", function (event) {
      var what = event.target.dataset.cover;
      if (what === "undo") { photo.boxes.pop(); changed(); }
      else if (what === "close") { close(); }
      else if (what) { add(what.split(" ").map(Number)); }
    });
    return function (chosen, number) {
      photo = chosen;
      place = number;
      picture = null;
      cover.hidden = false;
      said.textContent = "";
      decode(photo.file).then(function (found) { if (photo === chosen) { picture = found; again(); } }, close);
      cover.querySelector("h2").focus();
    };
  }();

  if (input && list && window.DataTransfer) {
    input.addEventListener("change", function () {
      photos = Array.prototype.map.call(input.files, function (file) { return { file: file, boxes: [] }; });
      if (cover) { cover.hidden = true; }
      show(photos.map(function (photo) { return photo.file; }));
      prepare();
    });
    // Nothing is sent while a picture is still being painted.
    document.addEventListener("submit", function (event) {
      var form = event.target, pressed = event.submitter;
      if (!working || form !== input.form) { return; }
      event.preventDefault();
      event.stopImmediatePropagation();
      working.then(function () { if (pressed) { pressed.click(); } else { form.requestSubmit(); } });
    }, true);
  }

  var seen = document.querySelector("form[data-seen]");
  if (seen) {
    seen.hidden = true;
    fetch(seen.action, { method: "POST", body: new FormData(seen), redirect: "manual" }).catch(function () { seen.hidden = false; });
  }
})();
