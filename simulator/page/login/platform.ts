/** What a linked device says it is: 1 is Chrome. */
export const DEVICE_PLATFORM = '1';
