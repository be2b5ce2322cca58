/** The numbers of a system call on x64 and arm64; null where that machine has none. */
type Numbers = readonly [x64: number | null, arm64: number | null];

/**
 * What no step has a reason to ask the kernel for: other processes, mounts, namespaces, tracing,
 * keys, kernel programs and the clock. They answer EPERM.
 */
const refused = {
  fork: [57, null],
  vfork: [58, null],
  ptrace: [101, 117],
  process_vm_readv: [310, 270],
  process_vm_writev: [311, 271],
  kcmp: [312, 272],
  pidfd_getfd: [438, 438],
  mount: [165, 40],
  umount2: [166, 39],
  pivot_root: [155, 41],
  chroot: [161, 51],
  open_tree: [428, 428],
  move_mount: [429, 429],
  fsopen: [430, 430],
  fsconfig: [431, 431],
  fsmount: [432, 432],
  fspick: [433, 433],
  mount_setattr: [442, 442],
  name_to_handle_at: [303, 264],
  open_by_handle_at: [304, 265],
  unshare: [272, 97],
  setns: [308, 268],
  bpf: [321, 280],
  perf_event_open: [298, 241],
  userfaultfd: [323, 282],
  io_uring_setup: [425, 425],
  io_uring_enter: [426, 426],
  io_uring_register: [427, 427],
  add_key: [248, 217],
  request_key: [249, 218],
  keyctl: [250, 219],
  init_module: [175, 105],
  finit_module: [313, 273],
  delete_module: [176, 106],
  kexec_load: [246, 104],
  kexec_file_load: [320, 294],
  reboot: [169, 142],
  swapon: [167, 224],
  swapoff: [168, 225],
  syslog: [103, 116],
  acct: [163, 89],
  quotactl: [179, 60],
  sethostname: [170, 161],
  setdomainname: [171, 162],
  settimeofday: [164, 170],
  clock_settime: [227, 112],
  adjtimex: [159, 171],
  clock_adjtime: [305, 266],
  personality: [135, 92],
  vhangup: [153, 58],
  modify_ldt: [154, null],
  iopl: [172, null],
  ioperm: [173, null],
  move_pages: [279, 239],
  migrate_pages: [256, 238],
} as const satisfies Record<string, Numbers>;

const machines = {
  x64: { audit: 0xc000_003e, column: 0, clone: 56, clone3: 435, socket: 41, socketpair: 53 },
  arm64: { audit: 0xc000_00b7, column: 1, clone: 220, clone3: 435, socket: 198, socketpair: 199 },
} as const;

const ALLOW = 0x7fff_0000;
const KILL_PROCESS = 0x8000_0000;
const EPERM = 0x0005_0001;
const ENOSYS = 0x0005_0026;
const EAFNOSUPPORT = 0x0005_0061;

const LOAD_WORD = 0x20;
const JUMP_EQUAL = 0x15;
const JUMP_GREATER_EQUAL = 0x35;
const JUMP_SET = 0x45;
const RETURN = 0x06;

const NUMBER_OFFSET = 0;
const MACHINE_OFFSET = 4;
const FIRST_ARGUMENT_OFFSET = 16;

/** Calls of the other ABI of x64 start here; they would pass every comparison below. */
const X32_BIT = 0x4000_0000;
const CLONE_THREAD = 0x0001_0000;
/** UNIX, IPv4 and IPv6. Of the others, vsock is not even bound by the network namespace. */
const socketFamilies = [1, 2, 10];

type Instruction = readonly [code: number, ifTrue: number, ifFalse: number, value: number];

/** The filter as the kernel's classic BPF, or null on a machine whose call numbers are not known here. */
export function buildSeccompFilter(architecture: string): Buffer | null {
  if (architecture !== "x64" && architecture !== "arm64") return null;
  const machine = machines[architecture];
  const numbers = Object.values<Numbers>(refused).flatMap((row) => row[machine.column] ?? []);
  return encode([
    [LOAD_WORD, 0, 0, MACHINE_OFFSET],
    [JUMP_EQUAL, 1, 0, machine.audit],
    [RETURN, 0, 0, KILL_PROCESS],
    [LOAD_WORD, 0, 0, NUMBER_OFFSET],
    ...(architecture === "x64" ? [...returnIf(JUMP_GREATER_EQUAL, X32_BIT, EPERM)] : []),
    ...numbers.flatMap((number) => returnIf(JUMP_EQUAL, number, EPERM)),
    // Its flags lie behind a pointer, where a filter cannot look; the C library falls back to clone.
    ...returnIf(JUMP_EQUAL, machine.clone3, ENOSYS),
    ...onlyWithArgument(machine.clone, [[JUMP_SET, CLONE_THREAD]], EPERM),
    ...onlyWithArgument(
      machine.socket,
      socketFamilies.map((family) => [JUMP_EQUAL, family]),
      EAFNOSUPPORT,
    ),
    ...onlyWithArgument(
      machine.socketpair,
      socketFamilies.map((family) => [JUMP_EQUAL, family]),
      EAFNOSUPPORT,
    ),
    [RETURN, 0, 0, ALLOW],
  ]);
}

function returnIf(comparison: number, value: number, answer: number): readonly Instruction[] {
  return [
    [comparison, 0, 1, value],
    [RETURN, 0, 0, answer],
  ];
}

/** For one call: allowed if its first argument passes one of the tests, answered with an error if not. */
function onlyWithArgument(
  number: number,
  tests: readonly (readonly [comparison: number, value: number])[],
  answer: number,
): readonly Instruction[] {
  const body: readonly Instruction[] = [
    [LOAD_WORD, 0, 0, FIRST_ARGUMENT_OFFSET],
    ...tests.map(([comparison, value], index): Instruction => [comparison, tests.length - index, 0, value]),
    [RETURN, 0, 0, answer],
    [RETURN, 0, 0, ALLOW],
  ];
  return [[JUMP_EQUAL, 0, body.length, number], ...body];
}

function encode(program: readonly Instruction[]): Buffer {
  const bytes = Buffer.alloc(program.length * 8);
  program.forEach(([code, ifTrue, ifFalse, value], index) => {
    bytes.writeUInt16LE(code, index * 8);
    bytes.writeUInt8(ifTrue, index * 8 + 2);
    bytes.writeUInt8(ifFalse, index * 8 + 3);
    bytes.writeUInt32LE(value, index * 8 + 4);
  });
  return bytes;
}
