/** Has this process take itself for one of another operating system. Files stay where and what they are. */

const real = process.platform;

/** `platform`: left out for the real one. */
export function onPlatform(platform: NodeJS.Platform = real): void {
  Object.defineProperty(process, 'platform', { value: platform, configurable: true, enumerable: true });
}
