/** Watches the devices of an engine in a test, and loses them. The function runs in a page too, as text: it uses nothing from outside. */
export function createDeviceWatch() {
  let opened = 0;
  let buffers = 0;
  let left = 0;
  let isRefused = false;
  let [after, encoders] = [0, 0];
  return {
    /** From now on, this device is watched. */
    see(device: GPUDevice): void {
      opened++;
      let isLost = false;
      const createBuffer = device.createBuffer.bind(device);
      device.createBuffer = (descriptor) => {
        buffers++;
        // WebGPU's answer to a lack of memory is a buffer that is none, and an error that comes later.
        const buffer = createBuffer(isRefused ? { ...descriptor, size: 2 ** 52 } : descriptor);
        const destroy = buffer.destroy.bind(buffer);
        buffer.destroy = () => {
          buffers--;
          destroy();
        };
        return buffer;
      };
      const createCommandEncoder = device.createCommandEncoder.bind(device);
      device.createCommandEncoder = (descriptor) => {
        if (left > 0 && !isLost && ++encoders > after) {
          isLost = true;
          left--;
          encoders = 0;
          device.destroy();
        }
        return createCommandEncoder(descriptor);
      };
    },
    /** Loses `devices` devices, one after the other, each when it has been given `commands` pieces of work. */
    lose(devices: number, commands: number): void {
      left = devices;
      after = commands;
      encoders = 0;
    },
    /** From now on, no device gets memory, or every device does again. */
    refuse(isOn: boolean): void {
      isRefused = isOn;
    },
    /** Devices that were opened, and buffers that have not been destroyed. */
    counts: () => ({ opened, buffers }),
  };
}

export type DeviceWatch = ReturnType<typeof createDeviceWatch>;
