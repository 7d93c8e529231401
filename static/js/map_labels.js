// Names on the map: counties first, then places and ZIP codes as one comes closer; a label that would cover another waits.
(() => {
  const WIDTH = 6.2, HEIGHT = 15;

  // What is worth naming at a zoom level; weight is how many ZIP codes a place has.
  const shown = (label, zoom) => ({
    county: zoom >= (label.own ? 7 : 9) && zoom <= 10.5,
    place: zoom >= 11 || (zoom >= 9 && label.weight >= 3) || (zoom >= 7 && label.weight >= 12),
    zip: zoom >= 12,
  })[label.kind];

  const box = (point, label) => {
    const half = (label.text.length * WIDTH) / 2 + 3;
    return [point.x - half, point.y - HEIGHT / 2, point.x + half, point.y + HEIGHT / 2];
  };
  const meet = (one, other) => one[0] < other[2] && other[0] < one[2] && one[1] < other[3] && other[1] < one[3];

  const markers = (map) => {
    const boxes = [];
    map.eachLayer((layer) => {
      if (!(layer instanceof L.Marker) || layer.options.interactive === false) return;
      const { x, y } = map.latLngToContainerPoint(layer.getLatLng());
      boxes.push([x - 13, y - 13, x + 13, y + 13]);
    });
    return boxes;
  };

  // What the service sends of a label: text, kind, latitude, longitude, weight.
  window.readLabels = (rows) => rows.map(([text, kind, latitude, longitude, weight]) => ({ text, kind, latitude, longitude, weight }));

  window.drawLabels = (map, layer, labels) => {
    layer.clearLayers();
    const zoom = map.getZoom(), inSight = map.getBounds(), taken = markers(map);
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
