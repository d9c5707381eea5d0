/** Names of the messages between the main process and the preload scripts of pages. */
export const CHANNELS = {
  toServices: 'spikeloom:to-services',
  toWindow: 'spikeloom:to-window',
  menu: 'spikeloom:menu',
  command: 'spikeloom:command',
  open: 'spikeloom:open',
  enginePort: 'spikeloom:engine-port',
} as const;
