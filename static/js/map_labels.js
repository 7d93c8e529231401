// Names on the map: counties first, then places and ZIP codes as one comes closer; a label that would cover another waits.
(() => {
  const WIDTH = 6.2, HEIGHT = 15;

  // What is worth naming at a zoom level; weight is how many ZIP codes a place has.
  const shown = (label, zoom) => ({
    county: zoom >= 7 && zoom <= 10,
    place: zoom >= 11 || (zoom >= 9 && label.weight >= 3) || (zoom >= 7 && label.weight >= 12),
    zip: zoom >= 12,
  })[label.kind];

  const box = (point, label) => {
    const half = (label.text.length * WIDTH) / 2 + 3;
    return [point.x - half, point.y - HEIGHT / 2, point.x + half, point.y + HEIGHT / 2];
  };
  const meet = (one, other) => one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3];

  window.drawLabels = (map, layer, labels) => {
    layer.clearLayers();
    const zoom = map.getZoom(), inSight = map.getBounds(), taken = [];
    for (const label of labels) {
      if (!shown(label, zoom) || !inSight.contains([label.latitude, label.longitude])) continue;
      const place = box(map.latLngToContainerPoint([label.latitude, label.longitude]), label);
      if (taken.some((other) => meet(place, other))) continue;
      taken.push(place);
      layer.addLayer(window.mapLabel([label.latitude, label.longitude], label.text, label.kind));
    }
  };

  window.mapLabel = (where, text, kind) => {
    const inner = document.createElement("span");
    inner.textContent = text;
    inner.setAttribute("aria-hidden", "true");
    const icon = L.divIcon({ className: `map-label map-label--${kind}`, html: inner, iconSize: [0, 0] });
    return L.marker(where, { icon, interactive: false, keyboard: false, pane: "labels" });
  };
})();
