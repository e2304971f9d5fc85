#!/bin/sh
# Takes out of the installed wheels what the code never loads, so that the layer fits Lambda's limit.
# Usage: prune.sh FOLDER, where FOLDER holds mediapipe, cv2, numpy and google.
set -eu
cd "$1"

# MediaPipe: the graphs of face detection (short and full range), face landmarks (with and without attention) and
# face geometry stay; the other bodies' parts go, and the Tasks API, which is a second copy of the engine.
for part in hand_landmark holistic_landmark iris_landmark objectron palm_detection pose_detection pose_landmark \
            selfie_segmentation; do
    find "mediapipe/modules/$part" \( -name '*.tflite' -o -name '*.binarypb' \) -delete
done
rm -rf mediapipe/tasks mediapipe/model_maker mediapipe/examples
find mediapipe -name '*_test.py' -delete

# NumPy: its tests with the extensions made for them, and what only builds extensions or wraps Fortran.
find numpy -type d -name tests -prune -exec rm -rf {} +
rm -f numpy/_core/_simd.*.so numpy/_core/_*_tests.*.so
rm -rf numpy/f2py numpy/distutils numpy/_pyinstaller numpy/doc
rm -rf numpy/_core/include numpy/_core/lib numpy/random/lib numpy/random/_examples

# OpenCV: Haar cascades, graph API and typing stubs. Of its libraries, slim leaves out FFmpeg and OpenBLAS.
find cv2/data -name '*.xml' -delete
rm -rf cv2/gapi cv2/typing

# Type stubs and headers serve development; console scripts have no console here.
find . \( -name '*.pyi' -o -name '*.pxd' -o -name '*.h' -o -name '*.a' -o -name py.typed \) -type f -delete
rm -rf bin .lock
