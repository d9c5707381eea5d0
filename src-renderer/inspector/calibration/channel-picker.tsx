/** Which channel's values are shown: one, or all of them together. */
import type { ReactElement } from 'react';
import { inspectorTexts as texts } from '../../texts/inspector.ts';
import { Select } from '../../ui/index.ts';

export interface ChannelPickerProps {
  readonly channels: number;
  readonly value: number | null;
  readonly onChange: (channel: number | null) => void;
}

const ALL = 'all';

export function ChannelPicker({ channels, value, onChange }: ChannelPickerProps): ReactElement {
  const options = [
    { value: ALL, label: texts.allChannels },
    ...Array.from({ length: channels }, (_, index) => ({ value: String(index), label: texts.channelOption(index) })),
  ];
  return (
    <Select
      variant="quiet"
      label={texts.channel}
      value={value === null ? ALL : String(value)}
      options={options}
      onChange={(next) => onChange(next === ALL ? null : Number(next))}
    />
  );
}
