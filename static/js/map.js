// Draws every [data-map] of a page (templates/macros/map.html says what it is given) and joins it to the list beside it.
(() => {
  const MILE = 1609.344;
  const escaped = (id) => CSS.escape(String(id));
  const MAX_ZOOM = 16;

  function start(section) {
    const given = JSON.parse(section.querySelector("[data-map-data]").textContent);
    const map = L.map(section.querySelector("[data-map-canvas]"), {
      maxZoom: MAX_ZOOM, minZoom: 5, zoomSnap: 0.5, attributionControl: false, markerZoomAnimation: false, zoomAnimation: false, fadeAnimation: false,
    });
    section.map = map;
    L.control.attribution({ prefix: false }).addTo(map)
      .addAttribution("Counties: U.S. Census Bureau. Places and ZIP codes: GeoNames, CC BY 4.0");
    L.control.scale({ metric: false }).addTo(map);
    for (const [pane, level] of [["land", 250], ["zones", 350], ["labels", 450]]) map.createPane(pane).style.zIndex = level;
    if (section.dataset.tiles) {
      section.classList.add("map--tiles");
      L.tileLayer(section.dataset.tiles, { maxZoom: MAX_ZOOM, attribution: `Map tiles: ${new URL(section.dataset.tiles.replace("{s}", "a")).host}` }).addTo(map);
    }

    const framed = L.latLngBounds([]);
    drawRings(map, given.rings, framed);
    for (const zone of given.zones) drawZone(map, zone);
    const points = drawPoints(map, section, given.points, framed);
    if (given.movable && "latitude" in given.movable) framed.extend(L.latLng(given.movable.latitude, given.movable.longitude).toBounds(2 * (given.movable.precision_m || 200)));
    look(map, framed);
    section.movable = given.movable;
    joinList(section, map, points);
    drawLand(map, section, !framed.isValid());
  }

  function look(map, bounds) {
    if (bounds.isValid()) map.fitBounds(bounds, { padding: [28, 28], maxZoom: 13 });
    else map.setView([39, -96], 5);
  }

  function drawRings(map, rings, framed) {
    if (!rings) return;
    const center = [rings.latitude, rings.longitude];
    const home = L.divIcon({ className: "map-point map-point--home", html: "⌂", iconSize: [24, 24] });
    L.marker(center, { icon: home, interactive: true, keyboard: false, title: rings.name || "Here", zIndexOffset: 500 }).addTo(map).bindTooltip(text(rings.name || "Here"));
    for (const miles of rings.miles) {
      L.circle(center, { radius: miles * MILE, className: "ring", interactive: false, pane: "zones" }).addTo(map);
      const north = L.latLng(center[0] + (miles * MILE) / 111320, center[1]);
      window.mapLabel(north, `${miles} mi`, "ring").addTo(map);
    }
    framed.extend(L.latLng(center).toBounds(2 * rings.miles[0] * MILE));
  }

  function drawZone(map, zone) {
    const words = `${zone.name || "Zone"}${zone.kind ? ` (${zone.kind} zone)` : ""}`;
    const shown = { className: "zone", pane: "zones" };
    const shape = zone.polygon ? L.polygon(zone.polygon, shown) : L.circle([zone.latitude, zone.longitude], { radius: zone.radius_m, ...shown });
    shape.addTo(map).bindTooltip(text(words));
  }

  function drawPoints(map, section, given, framed) {
    const cluster = L.markerClusterGroup({
      maxClusterRadius: 44, showCoverageOnHover: false, animate: false, spiderLegPolylineOptions: { className: "county" },
      iconCreateFunction: (group) => L.divIcon({ className: "map-point map-point--cluster", html: several(group.getChildCount()), iconSize: [26, 26] }),
    });
    const points = new Map();
    for (const point of given) {
      const where = [point.latitude, point.longitude];
      const marker = L.marker(where, { icon: L.divIcon({ className: `map-point map-point--${point.tier || "plain"}`, html: String(point.number ?? "•"), iconSize: [24, 24] }), title: `${point.number ?? ""} ${point.name}`.trim() });
      marker.bindTooltip(text([point.name, point.note].filter(Boolean).join(" · ")), { direction: "top", offset: [0, -12] });
      const around = point.precision_m > 50 ? L.circle(where, { radius: point.precision_m, className: "uncertainty", interactive: false, pane: "zones" }) : null;
      if ("uncertain" in section.dataset && around) around.addTo(map);
      framed.extend(L.latLng(where).toBounds("uncertain" in section.dataset ? 2 * (point.precision_m || 0) : 1));
      const id = String(point.id);
      points.set(id, [...(points.get(id) || []), { point, marker, around }]);
      cluster.addLayer(marker);
    }
    map.addLayer(cluster);
    points.cluster = cluster;
    return points;
  }

  // The list and the map light each other up.
  function joinList(section, map, points) {
    const rows = (id) => document.querySelectorAll(`[data-point="${escaped(id)}"]`);
    const light = (id, on) => {
      for (const row of rows(id)) row.classList.toggle("is-lit", on);
      for (const { marker, around } of points.get(id) || []) {
        points.cluster.getVisibleParent(marker)?.getElement?.()?.classList.toggle("is-lit", on);
        if (around && !("uncertain" in section.dataset)) on ? around.addTo(map) : around.remove();
      }
    };
    for (const [id, { marker, point }] of [...points].flatMap(([id, all]) => all.map((each) => [id, each]))) {
      marker.on("mouseover", () => light(id, true)).on("mouseout", () => light(id, false));
      marker.on("add", () => {
        const element = marker.getElement();
        element.addEventListener("focus", () => { light(id, true); marker.openTooltip(); });
        element.addEventListener("blur", () => { light(id, false); marker.closeTooltip(); });
      });
      marker.on("click keypress", (event) => {
        if (event.type === "keypress" && event.originalEvent.key !== "Enter") return;
        const row = rows(id)[0];
        if (row) { row.scrollIntoView({ block: "nearest" }); (row.querySelector("a, button, summary") || row).focus(); }
        else if (point.href) location.assign(point.href);
      });
      if (points.cluster.getVisibleParent(marker) === marker) marker.fire("add");
    }
    for (const event of ["mouseover", "mouseout", "focusin", "focusout"]) {
      document.addEventListener(event, (happened) => {
        const row = happened.target.closest?.("[data-point]");
        if (row && !row.contains(happened.relatedTarget)) light(row.dataset.point, event === "mouseover" || event === "focusin");
      });
    }
  }

  // Land and names may be missing; the points stand without them.
  async function drawLand(map, section, frame) {
    const [atlas, named] = await Promise.all([fetched(section.dataset.counties), fetched(section.dataset.labels)]);
    let labels = named ? window.readLabels(named.labels) : [];
    if (atlas) {
      const shapes = topojson.feature(atlas, atlas.objects.counties);
      const land = L.geoJSON(shapes, { pane: "land", interactive: false, style: (shape) => ({ className: shape.properties.own ? "county" : "county county--around" }) }).addTo(map);
      const centers = [];
      const own = L.featureGroup();
      land.eachLayer((layer) => {
        const center = layer.getBounds().getCenter();
        centers.push({ text: layer.feature.properties.name, own: layer.feature.properties.own, kind: "county", latitude: center.lat, longitude: center.lng });
        if (layer.feature.properties.own) own.addLayer(layer);
      });
      labels = [...centers, ...labels];
      if (frame) look(map, own.getBounds());
    }
    const layer = L.layerGroup().addTo(map);
    const draw = () => window.drawLabels(map, layer, labels);
    map.on("moveend", draw);
    draw();
  }

  async function fetched(address) {
    try {
      const answer = await fetch(address);
      return answer.ok ? await answer.json() : null;
    } catch { return null; }
  }

  function text(words) {
    const element = document.createElement("span");
    element.textContent = words;
    return element;
  }

  function several(count) {
    const element = document.createElement("span");
    element.textContent = `${count}`;
    const more = document.createElement("span");
    more.className = "usa-sr-only";
    more.textContent = " places here; open to come closer";
    element.append(more);
    return element;
  }

  function startAll() {
    for (const section of document.querySelectorAll("[data-map]")) if (!section.map) start(section);
  }
  startAll();
  document.addEventListener("htmx:after:swap", startAll);
})();
