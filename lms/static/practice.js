// Photos: made small on the phone before they travel, and shown before they are sent. Mentors: "seen" by itself.
(function () {
  "use strict";
  var SIDE = 1600, SMALL = 400 * 1024;

  function smaller(file) {
    if (file.size < SMALL || !window.createImageBitmap) { return Promise.resolve(file); }
    return createImageBitmap(file, { imageOrientation: "from-image" }).then(function (picture) {
      var scale = Math.min(1, SIDE / Math.max(picture.width, picture.height));
      var canvas = document.createElement("canvas");
      canvas.width = Math.round(picture.width * scale);
      canvas.height = Math.round(picture.height * scale);
      canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
      return new Promise(function (done) { canvas.toBlob(done, "image/jpeg", 0.85); });
    }).then(function (blob) {
      return blob && blob.size < file.size ? new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" }) : file;
    }).catch(function () { return file; }); // the server says what is wrong with it
  }

  function show(files, list) {
    list.textContent = "";
    files.forEach(function (file, at) {
      var picture = document.createElement("img"), item = document.createElement("li");
      picture.src = URL.createObjectURL(file);
      picture.alt = list.dataset.alt + " " + (at + 1);
      picture.onload = function () { URL.revokeObjectURL(picture.src); };
      item.appendChild(picture);
      list.appendChild(item);
    });
    list.hidden = !files.length;
  }

  var input = document.getElementById("photos"), list = document.getElementById("chosen");
  if (input && list && window.DataTransfer) {
    input.addEventListener("change", function () {
      var chosen = Array.prototype.slice.call(input.files);
      show(chosen, list);
      Promise.all(chosen.map(smaller)).then(function (files) {
        if (!chosen.every(function (file, at) { return input.files[at] === file; })) { return; } // chosen anew meanwhile
        var box = new DataTransfer();
        files.forEach(function (file) { box.items.add(file); });
        input.files = box.files;
      });
    });
  }

  var seen = document.querySelector("form[data-seen]");
  if (seen) {
    seen.hidden = true;
    fetch(seen.action, { method: "POST", body: new FormData(seen), redirect: "manual" }).catch(function () { seen.hidden = false; });
  }
})();
