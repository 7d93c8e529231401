// Lets the corners of a zone be clicked on the map of the form (templates/people/form.html); what is kept are the lines typed.
(() => {
  const draw = document.querySelector("[data-draw]");
  const section = draw?.querySelector("[data-map]");
  if (!section?.map) return;
  const map = section.map;
  const says = draw.querySelector("[data-draw-says]");
  const fields = [...document.querySelectorAll("[data-zone] textarea")];
  const layer = L.layerGroup().addTo(map);
  let drawing = null;

  const corners = (field) => field.value.split("\n").map((line) => line.trim().split(/[\s,]+/).map(Number))
    .filter((pair) => pair.length === 2 && pair.every(Number.isFinite));

  const circle = (row) => {
    const [latitude, longitude, radius] = ["latitude", "longitude", "radius_m"].map((name) => parseFloat(row.querySelector(`[name$=".${name}"]`).value));
    return [latitude, longitude, radius].every(Number.isFinite) ? L.circle([latitude, longitude], { radius, className: "zone", pane: "zones", interactive: false }) : null;
  };

  function show() {
    layer.clearLayers();
    for (const field of fields) {
      circle(field.closest("[data-zone]"))?.addTo(layer);
      const found = corners(field);
      if (found.length > 2) L.polygon(found, { className: "zone", pane: "zones", interactive: false }).addTo(layer);
      else if (found.length) L.polyline(found, { className: "ring", pane: "zones", interactive: false }).addTo(layer);
      if (field === drawing) for (const each of found) L.circleMarker(each, { radius: 4, className: "ring", pane: "zones", interactive: false }).addTo(layer);
    }
  }

  // The corners of this zone; where it has none yet, whatever else the order names.
  function frame(field) {
    let found = corners(field);
    if (!found.length) found = fields.flatMap((each) => [...corners(each), circle(each.closest("[data-zone]"))?.getLatLng()]).filter(Boolean);
    if (found.length) map.fitBounds(L.latLngBounds(found), { maxZoom: 14, padding: [48, 48] });
  }

  function write(field, lines) {
    field.value = lines.join("\n");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  }

  function button(words, act) {
    const made = document.createElement("button");
    made.type = "button";
    made.className = "usa-button usa-button--outline";
    made.textContent = words;
    made.addEventListener("click", act);
    return made;
  }

  for (const field of fields) {
    const acts = document.createElement("p");
    acts.className = "draw__acts no-print";
    acts.append(
      button("Draw on the map", () => {
        drawing = field;
        draw.hidden = false;
        map.invalidateSize();
        frame(field);
        says.textContent = "Click the corners of the area on the map, going around it. “Take back” removes the last one.";
        draw.scrollIntoView({ block: "nearest" });
        show();
      }),
      " ",
      button("Take back", () => write(field, field.value.trim().split("\n").slice(0, -1))),
    );
    field.after(acts);
    field.addEventListener("input", show);
    field.addEventListener("change", () => { if (drawing === field) frame(field); });
  }

  map.on("click", ({ latlng }) => {
    if (!drawing) return;
    const lines = drawing.value.trim() ? drawing.value.trim().split("\n") : [];
    const { lat, lng } = latlng.wrap();
    write(drawing, [...lines, `${lat.toFixed(6)}, ${lng.toFixed(6)}`]);
    says.textContent = `${lines.length + 1} ${lines.length ? "corners" : "corner"}.`;
  });
  if (fields.some((field) => corners(field).length)) draw.hidden = false;
  show();
})();
