/** A service of systemd whose program ended with an error. */

/** What systemctl says where the program of a service ended with an error. */
export const jobFailed = (name: string): string =>
  [
    `Job for ${name}.service failed because the control process exited with error code.`,
    `See "systemctl status ${name}.service" and "journalctl -xeu ${name}.service" for details.`,
    "",
  ].join("\n");
