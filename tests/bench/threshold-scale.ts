/**
 * What the default scale of signed neurons is chosen by (docs/thresholds.md): small networks and the ViT example at several scales of the
 * statistic, of values and of magnitudes. Error after T = 8 steps, the paper's energy ratio, and the ratio at equal error.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { calibrate } from '../../src-main/calibrate/index.ts';
import { type Choices, compile, type PlacedNetwork } from '../../src-main/convert/index.ts';
import { openSource, readNpy } from '../../src-main/dataset/index.ts';
import { ENGINES } from '../../src-main/engines/index.ts';
import { choicesOf } from '../../src-main/services/choices.ts';
import { loadModel } from '../../src-main/services/load-model.ts';
import { paperRatio } from '../../src-shared/energy/index.ts';
import { firingRates } from '../../src-shared/metrics/index.ts';
import { planFromOptions } from '../../src-shared/plan/index.ts';
