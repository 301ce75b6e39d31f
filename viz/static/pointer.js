// Pointer and wheel: drag moves, wheel and pinch zoom, a still click is a click.
LT.dragging = (host, control) => {
  const fingers = new Map();
  let from = null, spread = 0;
  const at = event => { const box = host.getBoundingClientRect(); return [event.clientX - box.left, event.clientY - box.top]; };
  host.addEventListener("pointerdown", event => {
    if (event.button > 0) return;
    fingers.set(event.pointerId, at(event));
    from = { at: at(event), moved: 0 };
    host.setPointerCapture(event.pointerId);
  });
  host.addEventListener("pointermove", event => {
    const [x, y] = at(event);
    if (!fingers.has(event.pointerId)) {
      if (control.hover) control.hover(x, y);
      return;
    }
    const [x0, y0] = fingers.get(event.pointerId);
    fingers.set(event.pointerId, [x, y]);
    if (fingers.size === 1) {
      from.moved += Math.abs(x - x0) + Math.abs(y - y0);
      control.move(x - x0, y - y0);
    } else {
      const [one, other] = Array.from(fingers.values()), now = Math.hypot(one[0] - other[0], one[1] - other[1]);
      if (spread) control.zoom(now / spread, (one[0] + other[0]) / 2, (one[1] + other[1]) / 2);
      spread = now;
    }
  });
  const up = event => {
    if (fingers.delete(event.pointerId) && event.type === "pointerup" && from && from.moved < 6 && control.click) control.click(...at(event));
    spread = 0;
  };
  host.addEventListener("pointerup", up);
  host.addEventListener("pointercancel", up);
  host.addEventListener("pointerleave", () => { if (control.hover) control.hover(-1, -1); });
  host.addEventListener("wheel", event => {
    event.preventDefault();
    control.zoom(Math.exp(-event.deltaY * (event.deltaMode ? 0.05 : 0.0016)), ...at(event));
  }, { passive: false });
};
