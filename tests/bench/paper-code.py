"""What the paper's own code takes for ResNet-20: `python paper-code.py CODE EXAMPLES THRESHOLDS` runs the 100 probe images of an example
through the neurons of github.com/h-z-h-cell/ANN-to-SNN-DCGS (a clone of it in CODE, unchanged), T = 8, differential, on two threads, in the
form that its authors call "m" (all steps of a layer at once), which is the faster one. Prints JSON: the least seconds of three runs, silent
and with its operations counted (SOPMonitor), and how far its mean logits after the last step are from those that the example's recorded run
gave, so that one sees that it is the same computation. Needs torch, numpy, onnx and pillow. Only `npm run bench -- paper` calls it."""
import json
import sys
import time
import types
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from PIL import Image
from torch import nn
from torch.nn import functional

CODE, EXAMPLES, THRESHOLDS = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
sys.path.insert(0, CODE)
import utils  # noqa: E402
from forwards import forward_replace  # noqa: E402
from neurons import MTH_diff  # noqa: E402
from statics import SOPMonitor  # noqa: E402

STEPS, RUNS = 8, 3
NAME, SETTING = "resnet20-cifar10", f"mt{THRESHOLDS}-differential-iteration"
torch.set_num_threads(2)


class Block(nn.Module):
    """Two convolutions and a shortcut without weights (He et al., option A)."""

    def __init__(self, into, out, stride):
        super().__init__()
        self.conv1, self.bn1, self.relu1 = nn.Conv2d(into, out, 3, stride, 1, bias=False), nn.BatchNorm2d(out), nn.ReLU()
        self.conv2, self.bn2, self.relu2 = nn.Conv2d(out, out, 3, 1, 1, bias=False), nn.BatchNorm2d(out), nn.ReLU()
        self.padding = 0 if stride == 1 else out // 4

    def forward(self, x):
        y = self.bn2(self.conv2(self.relu1(self.bn1(self.conv1(x)))))
        return self.relu2(y + (functional.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, self.padding, self.padding)) if self.padding else x))


class ResNet20(nn.Module):
    """Modules are named as in the example, whose weights and thresholds carry these names."""

    def __init__(self):
        super().__init__()
        self.conv1, self.bn1, self.relu = nn.Conv2d(3, 16, 3, 1, 1, bias=False), nn.BatchNorm2d(16), nn.ReLU()
        group = lambda into, out, stride: nn.Sequential(Block(into, out, stride), Block(out, out, 1), Block(out, out, 1))
        self.layer1, self.layer2, self.layer3 = group(16, 16, 1), group(16, 32, 2), group(32, 64, 2)
        self.linear = nn.Linear(64, 10)

    def forward(self, x):
        x = self.layer3(self.layer2(self.layer1(self.relu(self.bn1(self.conv1(x))))))
        return self.linear(functional.avg_pool2d(x, x.size(3)).flatten(1))


def float_network():
    weights = {one.name: numpy_helper.to_array(one).copy() for one in onnx.load(EXAMPLES / f"{NAME}.onnx").graph.initializer}
    network = ResNet20().eval()
    batches = {name: value for name, value in network.state_dict().items() if name.endswith("num_batches_tracked")}
    network.load_state_dict(batches | {name: torch.from_numpy(value) for name, value in weights.items() if name in network.state_dict()})
    return network


def spiking_network(recorded):
    network = float_network()
    for name, module in list(network.named_modules()):
        if isinstance(module, nn.ReLU):
            threshold = torch.from_numpy(recorded[f"{SETTING}/threshold/{name}"].astype(np.float32)).reshape(1, -1, 1, 1)
            network.set_submodule(name, MTH_diff(T=STEPS, thresh=threshold, step_mode="m", num_thresholds=THRESHOLDS))
    chosen = {"task": "classification", "mode": "test_snn", "coding_type": "diff_rate", "step_mode": "m", "time": STEPS}
    return forward_replace(types.SimpleNamespace(**chosen), network).eval()


def images(indices):
    preprocess = json.loads((EXAMPLES / f"{NAME}.json").read_text())["input"]
    files = sorted((EXAMPLES / "cifar10" / "test").glob("*/*.jpg"), key=lambda file: (file.parent.name, file.name))
    mean, std = (np.asarray(preprocess[key], np.float32) for key in ("mean", "std"))
    pixels = [np.asarray(Image.open(files[index]).convert("RGB"), np.float32) / np.float32(255) for index in indices]
    return torch.from_numpy(np.stack([((one - mean) / std).transpose(2, 0, 1) for one in pixels]))


def least_seconds(work):
    times = []
    for _ in range(RUNS):
        began = time.perf_counter()
        result = work()
        times.append(time.perf_counter() - began)
    return min(times), result


with torch.no_grad():
    recorded = np.load(EXAMPLES / "expected" / f"{NAME}.npz")
    samples = images(recorded["probe"])
    spiking = spiking_network(recorded)
    monitor = None

    def simulate():
        utils.reset(spiking)
        # It changes the shape of what it is given.
        outputs = spiking(samples.view(samples.shape))
        if monitor:
            monitor.clear_recorded_data()
        return outputs

    silent, outputs = least_seconds(simulate)
    monitor = SOPMonitor(spiking, step_mode="m", T=STEPS, coding_type="diff_rate")
    counting, _ = least_seconds(simulate)
    distance = np.abs(outputs.mean(0).numpy() - recorded[f"{SETTING}/mean_logits"][STEPS - 1]).max()
print(json.dumps({"silent": silent, "counting": counting, "distance": float(distance)}))
