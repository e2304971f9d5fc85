// @ts-check
/** How long to wait for the video's next picture; a page that is hidden, or a video that is, gets none told. */
const NEXT_PICTURE_MS = 200;

/** Takes pictures of what a video shows, each once. */
export class Capture {
  /** @param {HTMLVideoElement} video @param {import("./background.js").Background} background @param {() => number} wallMs */
  constructor(video, background, wallMs) {
    this._video = video;
    this._background = background;
    this._wallMs = wallMs;
    this._shownS = -1;
    this.busy = false;
  }

  /**
   * The next picture with its time; null when the camera has given none since the last.
   * @param {number} budgetBytes
   * @returns {Promise<{image: string, at: number} | null>}
   */
  async take(budgetBytes) {
    this.busy = true;
    try {
      await nextPicture(this._video);
      const shownS = this._video.currentTime;
      // The same picture again would look like a feed that is frozen.
      if (shownS === this._shownS) return null;
      const at = this._wallMs();
      const image = await this._background.encoded(this._video, budgetBytes);
      if (image) this._shownS = shownS;
      return image ? { image, at } : null;
    } catch {
      // The video was taken away meanwhile, or the picture could not be made: there is another soon.
      return null;
    } finally {
      this.busy = false;
    }
  }
}

/** @param {HTMLVideoElement} video @returns {Promise<void>} */
function nextPicture(video) {
  if (document.hidden || !("requestVideoFrameCallback" in video)) return Promise.resolve();
  return new Promise((resolve) => {
    const handle = video.requestVideoFrameCallback(() => resolve());
    setTimeout(() => {
      video.cancelVideoFrameCallback(handle);
      resolve();
    }, NEXT_PICTURE_MS);
  });
}
