/** The tables of BENCHMARKS.md, one for each aim: what is measured, in which unit, and which command measures it. */

export interface BenchTable {
  readonly title: string;
  /** What the numbers are, in full sentences. */
  readonly about: string;
  /** The command that measures them. */
  readonly command: string;
  readonly unit: string;
  /** Digits after the point. */
  readonly digits: number;
  /** Whether a result reaches its aim from below or from above. */
  readonly aim: 'at most' | 'at least';
}

export const TABLES = {
  speed: {
    title: 'Time against the float network',
    about:
      'Median time of the spiking network divided by T times the median time of the float network on ONNX Runtime, measured in turn in one process. n = 8, differential coding.',
    command: 'npm run bench -- speed',
    unit: '',
    digits: 2,
    aim: 'at most',
  },
  paper: {
    title: 'Times faster than the paper’s code',
    about:
      '100 images, T = 8. “In turn” runs the paper’s code on the same machine (`PAPER_CODE` names a clone of it, `PAPER_PYTHON` a Python with torch, numpy, onnx and pillow); quoted times are from another machine.',
    command: 'npm run bench -- paper',
    unit: '×',
    digits: 1,
    aim: 'at least',
  },
  counting: {
    title: 'Cost of counting synaptic operations',
    about: 'Time with counting divided by time without, T = 8, B = 64, medians of 40 rounds.',
    command: 'npm run bench -- counting',
    unit: '',
    digits: 3,
    aim: 'at most',
  },
  calibration: {
    title: 'Time of calibration',
    about:
      'Calibration of 500 images (99.9th percentile per channel, maxima, moments, histograms) divided by one pass of the float network.',
    command: 'npm run bench -- calibration',
    unit: '',
    digits: 1,
    aim: 'at most',
  },
  evaluation: {
    title: 'Memory of an evaluation',
    about: 'Peak resident memory of `evaluate`, its job and their workers together. resnet20, T = 4, batches of 100.',
    command: 'npm run bench -- evaluation',
    unit: 'MB',
    digits: 0,
    aim: 'at most',
  },
  sensitivity: {
    title: 'Time of a sensitivity table',
    about:
      'A whole table, with its float network, energies and intervals, divided by evaluating every changed network from the start, in processor time. n = 8, differential coding.',
    command: 'npm run bench -- sensitivity',
    unit: '',
    digits: 2,
    aim: 'at most',
  },
  tune: {
    title: 'Energy of tuned plans',
    about:
      'Energy of the best plan of `tune` on images that the search never saw: by the paper’s ratio over that of the best published setting with the same budget (aim 0.75), or in full over that of the float network in 8-bit integers (aim 1). Ten minutes on two cores; 500 tuning images of CIFAR-10.',
    command: 'npm run bench -- tune tune-others',
    unit: '',
    digits: 3,
    aim: 'at most',
  },
  projects: {
    title: 'Time to open a project',
    about:
      'Time of the call `project.open` in the browser host, for projects of resnet20 with 5 and with 500 runs of 1,000 images in 10 batches, in turn: medians of 9.',
    command: 'npm run bench -- projects',
    unit: 'ms',
    digits: 0,
    aim: 'at most',
  },
  importTime: {
    title: 'Time of an import',
    about: 'From the file to the canonical network, in a process of its own.',
    command: 'npm run bench -- import',
    unit: 's',
    digits: 1,
    aim: 'at most',
  },
  importMemory: {
    title: 'Memory of an import',
    about: 'Growth of peak memory divided by the size of the file. The weights themselves are 1 of it.',
    command: 'npm run bench -- import',
    unit: '',
    digits: 1,
    aim: 'at most',
  },
  start: {
    title: 'Cold start',
    about: 'Time of `spikeloom inspect` on resnet20 from nothing to the end, medians of 9 starts in turn.',
    command: 'npm run bench -- start',
    unit: 'ms',
    digits: 0,
    aim: 'at most',
  },
  graphStart: {
    title: 'Time until a large graph can be used',
    about:
      'From the arrival of a network of 3,000 operators to the second frame that shows it, 1,920 × 1,080, headless Chromium.',
    command: 'npm run bench -- graph',
    unit: 'ms',
    digits: 0,
    aim: 'at most',
  },
  graphFrames: {
    title: 'Frames of a large graph',
    about: 'Frames a second in the same window: panning near, in the middle and far, then zooming at the same three.',
    command: 'npm run bench -- graph',
    unit: 'frames/s',
    digits: 0,
    aim: 'at least',
  },
  charts: {
    title: 'Time of a large chart',
    about: 'From the description to the second frame that shows it, 900 × 500, headless Chromium, medians of 21.',
    command: 'npm run bench -- charts',
    unit: 'ms',
    digits: 0,
    aim: 'at most',
  },
  interaction: {
    title: 'Interaction',
    about:
      'Longest time from one of 55 keys and clicks to the next picture, in steps of 8 ms. The test prints every event over 50 ms; its figures are entered by hand.',
    command: 'npm run test:e2e -- tests/e2e/run.spec.ts',
    unit: 'ms',
    digits: 0,
    aim: 'at most',
  },
  gpu: {
    title: 'Time of the gpu engine',
    about:
      'Median time of a batch divided by T times the median time of the float network on the same adapter, measured in turn, with counting; n = 8, differential coding. Then images a second of both engines, and where the gpu engine’s time goes. A software renderer computes on the CPU: its figures show that the measurement works, and say **nothing** about a graphics card.',
    command: 'npm run bench -- gpu',
    unit: '',
    digits: 2,
    aim: 'at most',
  },
  kernels: {
    title: 'Neuron kernels',
    about:
      'Billions of neuron-steps a second on one core, the slowest and the fastest form of each neuron, with vectors of 128 bits as they are written.',
    command: 'npm run bench -- kernels',
    unit: 'G/s',
    digits: 1,
    aim: 'at least',
  },
  c: {
    title: 'Exported C',
    about:
      'Time of the convolution in exported C divided by that of a plain dense loop in C with constant sizes, on layers of ResNet-20, one core, gcc -O2, medians of 15 rounds in turn. The aims: at most twice the time if all inputs fire, a third of it if every tenth does.',
    command: 'npm run bench -- c',
    unit: '',
    digits: 3,
    aim: 'at most',
  },
  cSpeed: {
    title: 'Speed of exported C',
    about: 'Millions of synaptic operations per second of whole networks, one core, gcc -O2, the fastest of five rounds.',
    command: 'npm run bench -- packages',
    unit: 'M/s',
    digits: 0,
    aim: 'at least',
  },
  packages: {
    title: 'Size of packages',
    about: 'All files: network, test vectors, report, documents.',
    command: 'npm run bench -- packages',
    unit: 'MB',
    digits: 2,
    aim: 'at most',
  },
  int8: {
    title: 'Accuracy with int8 weights',
    about: 'Points of accuracy that whole numbers add to float32 weights.',
    command: 'npm run bench -- packages',
    unit: 'points',
    digits: 1,
    aim: 'at least',
  },
} as const satisfies Record<string, BenchTable>;

export type TableId = keyof typeof TABLES;
export const TABLE_IDS = Object.keys(TABLES) as [TableId, ...TableId[]];
