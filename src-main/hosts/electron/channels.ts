/** Names of the messages between the main process and the page's preload script. */
export const CHANNELS = {
  toServices: 'spikeloom:to-services',
  toWindow: 'spikeloom:to-window',
  menu: 'spikeloom:menu',
  command: 'spikeloom:command',
  open: 'spikeloom:open',
} as const;
