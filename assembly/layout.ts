/**
 * The memory map and the encoding of programs. Numbers only: compiled by asc and by tsc.
 *
 *   program   = header, region sizes, instructions, constants
 *   header    = HEADER_WORDS words (HEADER_* below)
 *   sizes     = one word a region: the bytes a host must provide for it
 *   instruction = opcode, length in words, units, work per unit, flags, then what its kind reads
 *   operand   = region, byte offset
 *
 * A unit is the smallest slice of an instruction that may run on its own: threads share units, and a budget stops
 * between them. Addresses come from the region table given to `execute`, so a program can lie anywhere.
 * Every tensor takes 4 bytes an element (bool as 0 or 1) and starts and ends on ALIGN bytes; kernels may read and
 * write the padding behind a tensor.
 */

/** "KRTN", the first word of a program. */
export const MAGIC = 0x4b52544e;
/** Raised when a program of the last version cannot run any more. */
export const FORMAT_VERSION = 2;

export const HEADER_MAGIC = 0;
export const HEADER_VERSION = 1;
export const HEADER_OPCODES = 2;
export const HEADER_REGIONS = 3;
export const HEADER_CODE_WORDS = 4;
export const HEADER_INSTRUCTIONS = 5;
export const HEADER_CONSTANT_BYTES = 6;
export const HEADER_SCRATCH_BYTES = 7;
export const HEADER_WORDS = 8;

export const REGION_CONSTANTS = 0;
export const REGION_ARENA = 1;
export const REGION_STATE = 2;
/** From here on, one region for each variable, slot, input or data window that the program names. */
export const REGION_BOUND = 3;

export const INSTRUCTION_OPCODE = 0;
export const INSTRUCTION_LENGTH = 1;
export const INSTRUCTION_UNITS = 2;
export const INSTRUCTION_WORK = 3;
export const INSTRUCTION_FLAGS = 4;
export const INSTRUCTION_WORDS = 5;

/** The threads of a team share the units of the instruction; without it the first member runs it whole. */
export const FLAG_SHARED = 1;
/** It touches what another thread may have at hand: all members meet before it. */
export const FLAG_BARRIER = 2;
/** The most shared instructions between two meetings: each has a counter of units taken. */
export const SEGMENT_SHARED = 32;

/** The block of words that holds where a run stands; region REGION_STATE. */
export const STATE_PC = 0;
export const STATE_UNIT = 1;
export const STATE_STEP = 2;
export const STATE_STEPS = 3;
export const STATE_FAILED_PC = 4;
export const STATE_VALUE = 5;
export const STATE_WORDS = 8;

export const STATUS_DONE = 0;
export const STATUS_PAUSED = 1;
export const STATUS_BAD_INDEX = 2;
export const STATUS_BAD_OPCODE = 3;
/** A member of the team does not answer: memory is in the middle of a step. */
export const STATUS_LOST = 4;

/** Tensors start on multiples of this many bytes. */
export const ALIGN = 16;
/** Elements of one block of an elementwise group: 2 KB a value, so a chain stays in L1. */
export const BLOCK = 512;
/** The most values of a group that live in blocks at one time. */
export const MAX_SLOTS = 16;
/** The most axes of a tensor. */
export const MAX_RANK = 8;
/** A contraction is summed over k in chunks of this many terms, chunks in order: bits do not depend on tiles. */
export const K_CHUNK = 256;
/** Rows and columns of the micro-kernel's tile. */
export const TILE_ROWS = 4;
export const TILE_COLUMNS = 8;
/** Bytes at the start of scratch for the tiles of a contraction: two side by side in the wide build. */
export const TILE_BYTES = 256;
/** A run of terms of a convolution: four addresses, its length, its place in the panel. */
export const RUN_BYTES = 24;
/** Bytes of a table of four terms of a kernel: bytes from the top left of the window, rows and columns, the least and most of them. */
export const TERMS_BYTES = 64;
/** Rows and columns of a unit of a contraction. */
export const UNIT_ROWS = 64;
export const UNIT_COLUMNS = 64;
/** Rows of the batch in a unit of a scan over time. */
export const SCAN_ROWS = 4;
/** Terms that a float32 partial sum takes before it is added to a float64 one. */
export const SUM_CHUNK = 512;

/** How an input of an elementwise group is laid over the group's elements. */
export const INPUT_DIRECT = 0;
export const INPUT_SCALAR = 1;
export const INPUT_CYCLE = 2;
export const INPUT_REPEAT = 3;
export const INPUT_STRIDED = 4;

/** Element types of the user's data, as `gather_batch` reads them. */
export const DTYPE_FLOAT32 = 0;
export const DTYPE_INT32 = 1;
export const DTYPE_BOOL = 2;
export const DTYPE_UINT8 = 3;
export const DTYPE_INT8 = 4;

/** What a contraction does at write-back. */
export const ACTIVATION_NONE = 0;
export const ACTIVATION_RELU = 1;
export const ACTIVATION_RELU6 = 2;

/**
 * The block of words that a team of threads shares, in lines of 16 so that no two threads write into one.
 * The host writes the job and raises TEAM_JOB; members wait there, and meet at TEAM_GENERATION.
 */
export const TEAM_JOB = 0;
export const TEAM_ARRIVED = 16;
export const TEAM_GENERATION = 32;
export const TEAM_SLEEPERS = 33;
export const TEAM_STOP = 48;
export const TEAM_VERDICT = 49;
export const TEAM_READY = 50;
/** The job: float64 budget, then integers. */
export const TEAM_BUDGET = 64;
export const TEAM_THREADS = 66;
export const TEAM_PROGRAM = 67;
export const TEAM_REGIONS = 68;
export const TEAM_STATE = 69;
export const TEAM_SCRATCH = 70;
/** Bytes of scratch of one member. */
export const TEAM_STRIDE = 71;
/** Whether it may pause only between steps. */
export const TEAM_WHOLE = 72;
/** How the job ended, for a host that is no member. */
export const TEAM_STATUS = 73;
/** Naps without a sign of life that make a member lost. */
export const TEAM_PATIENCE = 74;
/** Behind all this, lines for each member. */
export const TEAM_MEMBERS = 96;
export const MEMBER_WORDS = 48;
/** Counts up while the member is alive and busy. */
export const MEMBER_BEAT = 0;
/** The last job it took, and the last meeting it came to. */
export const MEMBER_SEEN = 1;
export const MEMBER_MET = 2;
/** What it found wrong: status, place, first unit of the slice, value. */
export const MEMBER_STATUS = 3;
export const MEMBER_PC = 4;
export const MEMBER_UNIT = 5;
export const MEMBER_VALUE = 6;
/** Units taken of its part of each shared instruction since the last meeting: SEGMENT_SHARED words. */
export const MEMBER_COUNTERS = 16;

/** In TEAM_JOB: leave. */
export const JOB_QUIT = -1;
/** Bits of TEAM_STOP: a member found a fault; a member is lost; the host wants a pause between steps. */
export const STOP_FAILED = 1;
export const STOP_LOST = 2;
export const STOP_PAUSE = 4;
/** What `serve` returns: leave, the job is done (to the host's own member 0), a member is lost. */
export const SERVE_QUIT = 0;
export const SERVE_DONE = 1;
export const SERVE_LOST = 2;
