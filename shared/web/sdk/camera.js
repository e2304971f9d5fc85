// @ts-check
import { ProctorError, cameraError } from "./errors.js";

/** Small and slow is enough, and spares the candidate's battery. */
const WANTED = { video: { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 15, max: 30 } }, audio: false };

/**
 * Ask the browser for the camera.
 * @param {string} [deviceId] the one to prefer
 * @returns {Promise<MediaStream>}
 * @throws {ProctorError} camera_missing, camera_refused, camera_busy or unsupported_browser
 */
export async function openCamera(deviceId) {
  if (!navigator.mediaDevices?.getUserMedia) throw new ProctorError("unsupported_browser");
  const video = { ...WANTED.video, ...(deviceId && { deviceId: { ideal: deviceId } }) };
  try {
    return await navigator.mediaDevices.getUserMedia({ ...WANTED, video });
  } catch (reason) {
    throw cameraError(reason);
  }
}

/** Show a camera in a video element. @param {HTMLVideoElement} video @param {MediaStream} stream */
export async function show(video, stream) {
  video.muted = true;
  video.playsInline = true;
  video.srcObject = stream;
  // Rejects when another stream is set meanwhile, or when the page may not play: the next picture tells.
  await video.play().catch(() => undefined);
}

/** @param {HTMLVideoElement} video @returns {MediaStream | null} */
export function shownCamera(video) {
  const stream = video.srcObject;
  return stream instanceof MediaStream && stream.getVideoTracks().some((track) => track.readyState === "live") ? stream : null;
}
