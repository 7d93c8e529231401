// The point of one place: dragged, moved by arrow keys, or typed; the two boxes and the map always say the same.
(() => {
  const STEP = 2, LEAP = 20;
  const ARROWS = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] };

  function start(form) {
    const section = form.querySelector("[data-map]");
    const map = section.map;
    const boxes = [form.elements.latitude, form.elements.longitude];
    let marker = null, circle = null;

    const write = (where) => { [boxes[0].value, boxes[1].value] = [where.lat.toFixed(6), where.lng.toFixed(6)]; };
    const read = () => {
      const [latitude, longitude] = boxes.map((box) => Number.parseFloat(box.value));
      return Number.isFinite(latitude) && Number.isFinite(longitude) ? L.latLng(latitude, longitude) : null;
    };
    // The circle stays where the point was unsure; what is put by hand is sure.
    const sure = () => { circle?.remove(); circle = null; };

    function place(where) {
      if (marker) return marker.setLatLng(where);
      const icon = L.divIcon({ className: "map-point map-point--movable", html: "•", iconSize: [26, 26] });
      marker = L.marker(where, { icon, draggable: true, autoPan: true, title: "The place: drag it, or use the arrow keys" }).addTo(map);
      marker.on("drag", () => { sure(); write(marker.getLatLng()); });
      const element = marker.getElement();
      element.setAttribute("role", "application");
      element.setAttribute("aria-label", "The place on the map. Arrow keys move it, with Shift farther; then confirm.");
      element.addEventListener("keydown", (event) => {
        const arrow = ARROWS[event.key];
        if (!arrow) return;
        event.preventDefault();
        event.stopPropagation();
        const by = L.point(arrow).multiplyBy(event.shiftKey ? LEAP : STEP);
        const next = map.containerPointToLatLng(map.latLngToContainerPoint(marker.getLatLng()).add(by));
        sure();
        marker.setLatLng(next);
        write(next);
        if (!map.getBounds().contains(next)) map.panTo(next);
      });
      return marker;
    }

    const given = section.movable;
    if (given && "latitude" in given) {
      const where = L.latLng(given.latitude, given.longitude);
      place(where);
      if (given.precision_m) circle = L.circle(where, { radius: given.precision_m, className: "uncertainty", interactive: false, pane: "zones" }).addTo(map);
    }
    map.on("click", (event) => { sure(); place(event.latlng); write(event.latlng); });
    for (const box of boxes) box.addEventListener("change", () => {
      const where = read();
      if (where) { sure(); place(where); map.panTo(where); }
    });
  }

  for (const form of document.querySelectorAll("[data-point-form]")) if (form.querySelector("[data-map]")?.map) start(form);
})();
