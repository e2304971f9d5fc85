// @ts-check
/** The candidate's way: consent, check, preview, calibration, exam, thanks. One step is shown at a time. */
import { byId, name } from "../page/elements.js";
import { calibrationStep } from "./calibration.js";
import { checkStep } from "./check.js";
import { consentStep, declinedStep } from "./consent.js";
import { doneStep, invitationStep, overStep } from "./ending.js";
import { examStep } from "./exam-step.js";
import { invitationFrom } from "./invitation.js";
import { previewStep } from "./preview.js";
import { Stage } from "./stage.js";
import { textsIn } from "./texts.js";
import { Watch } from "./watch.js";

addEventListener("hashchange", () => location.reload());

const invitation = invitationFrom(location.hash, location.href);
const { texts, lang } = await textsIn(invitation?.lang ?? "en");
document.documentElement.lang = lang;
document.title = texts.title;

const order = /** @type {(keyof import("./types.js").Texts["steps"])[]} */ (
  ["consent", "check", "preview", "calibration", "exam"].filter((step) => step !== "calibration" || invitation?.calibration)
);
const stage = new Stage(texts, order);

if (invitation) begin(invitation);
else stage.show(invitationStep(texts));

/** @param {import("./types.js").Invitation} invited */
function begin(invited) {
  byId("exam-name").append(name(invited.exam || texts.title));
  byId("candidate-name").append(name(invited.candidate));
  const watch = new Watch(invited, /** @type {HTMLVideoElement} */ (byId("video")), (code) => {
    stage.show(overStep(texts, code, invited));
  });
  addEventListener("pagehide", () => watch.stop());

  const consent = () =>
    stage.show(consentStep(texts, invited, check, () => {
      if (invited.declineUrl) location.assign(invited.declineUrl);
      else stage.show(declinedStep(texts, consent));
    }), "consent");
  const check = () => stage.show(checkStep(texts, watch, preview), "check");
  const preview = () => stage.show(previewStep(texts, watch, invited, invited.calibration ? calibrate : exam, check), "preview");
  const calibrate = () => stage.show(calibrationStep(texts, watch, exam), "calibration");
  const exam = () => stage.show(examStep(texts, watch, invited, done), "exam");
  const done = () => {
    watch.stop();
    if (document.fullscreenElement) void document.exitFullscreen().catch(() => undefined);
    stage.show(doneStep(texts, invited));
  };

  byId("video").setAttribute("aria-label", texts.preview.video);
  consent();
}

