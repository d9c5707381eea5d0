/** The table of targets. A new target is a data file and one line here. */
import mcu from '../../resources/targets/mcu.json' with { type: 'json' };
import speck2e from '../../resources/targets/speck2e.json' with { type: 'json' };
import xyloAudio2 from '../../resources/targets/xylo-audio2.json' with { type: 'json' };
import xyloAudio3 from '../../resources/targets/xylo-audio3.json' with { type: 'json' };
import xyloImu from '../../resources/targets/xylo-imu.json' with { type: 'json' };
import { SpikeloomError } from '../errors/index.ts';
import { option, say } from '../message/index.ts';
import { type Target, targetSchema } from './target.ts';

/** The ids of all targets, in the order in which they are offered. */
export const TARGET_IDS = ['speck2e', 'xylo-audio2', 'xylo-audio3', 'xylo-imu', 'mcu'] as const;

/** The id of a target. */
export type TargetId = (typeof TARGET_IDS)[number];

/** The targets by id. */
export const TARGETS: Readonly<Record<TargetId, Target>> = {
  speck2e: targetSchema.parse(speck2e),
  'xylo-audio2': targetSchema.parse(xyloAudio2),
  'xylo-audio3': targetSchema.parse(xyloAudio3),
  'xylo-imu': targetSchema.parse(xyloImu),
  mcu: targetSchema.parse(mcu),
};

/** The target with this id. Throws `option.invalid` for an unknown one. */
export function targetOf(id: string): Target {
  const known = TARGET_IDS.find((one) => one === id);
  if (known) return TARGETS[known];
  const message = say`${option('target')}: "${id}" is not allowed; must be one of ${TARGET_IDS.join(', ')}`;
  throw new SpikeloomError('option.invalid', message, { at: { option: 'target' } });
}
