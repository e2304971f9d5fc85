"""A camera for browsers whose own fake one shows nobody: a canvas on which pictures are drawn."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence

_CAMERA = """() => {
    const encoded = PICTURES;
    const getUserMedia = async () => {
        const bytes = (text) => Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
        const film = await Promise.all(encoded.map((text) => createImageBitmap(new Blob([bytes(text)]))));
        const [{ width, height }] = film;
        const canvas = Object.assign(document.createElement("canvas"), { width, height });
        const context = canvas.getContext("2d");
        let shown = 0;
        setInterval(() => context.drawImage(film[shown++ % film.length], 0, 0), 100);
        return canvas.captureStream(10);
    };
    Object.defineProperty(navigator, "mediaDevices", { value: { getUserMedia }, configurable: true });
}"""


def camera_script(jpegs: Sequence[bytes]) -> str:
    """A JavaScript function after which the page's camera plays these pictures, ten a second."""
    return _CAMERA.replace("PICTURES", json.dumps([base64.b64encode(jpeg).decode() for jpeg in jpegs]))
