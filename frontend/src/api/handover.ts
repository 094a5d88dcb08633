/** A file that one screen hands to the import; whoever takes it has it alone. */
let waiting: File | null = null;

export function handOver(file: File): void {
  waiting = file;
}

export function takeHandedOver(): File | null {
  const file = waiting;
  waiting = null;
  return file;
}
