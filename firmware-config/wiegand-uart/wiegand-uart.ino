/*
 * Reads one Wiegand reader with or without a keypad, and tells Lintel over a serial line.
 *
 * To the box:   $W,<bits>,<hex>*hh   a card: bit count, upper-case hex, left aligned, zero padded to whole bytes
 *               $K,<digits>*hh       the digits typed before #
 *               $H*hh                each second
 * From the box: $F,G*hh  $F,R*hh  $F,W*hh   granted: green; refused: a beep; wait: dark
 *
 * hh is the XOR of everything between $ and *, two upper-case hex digits; every line ends in CR LF. 115200 8N1.
 * Boards: any with two interrupt pins (Nano, Pro Micro, Pico, ESP32). See README.md for the wiring.
 */

const uint8_t PIN_D0 = 2;
const uint8_t PIN_D1 = 3;
const uint8_t PIN_GREEN = 4;   /* The reader's green LED: low lights it. */
const uint8_t PIN_BEEP = 5;    /* The reader's beeper: low sounds it. */

const uint8_t BITS_MAX = 128;
const uint32_t FRAME_END_US = 30000;   /* SIA: bits are at most 20 ms apart. */
const uint32_t GLITCH_US = 100;        /* Two edges this close are one; readers leave at least 200 us. */
const uint32_t PIN_IDLE_MS = 5000;     /* Digits that nobody finished are forgotten. */
const uint32_t BEAT_MS = 1000;
const uint8_t DIGITS_MAX = 16;

volatile uint8_t bits[BITS_MAX / 8];
volatile uint8_t bitCount = 0;         /* BITS_MAX + 1 when more came than any card has. */
volatile uint32_t lastBitUs = 0;

char digits[DIGITS_MAX + 1];
uint8_t digitCount = 0;
bool tooManyDigits = false;
uint32_t lastKeyMs = 0;

char line[96];
uint32_t lastBeatMs = 0;
uint32_t feedbackEndsMs = 0;
bool showing = false;

/* An ESP32 keeps its interrupts in RAM; other boards have no such word. */
#ifndef IRAM_ATTR
#define IRAM_ATTR
#endif

void IRAM_ATTR takeBit(uint8_t bit) {
  uint32_t nowUs = micros();
  if (bitCount > 0 && nowUs - lastBitUs < GLITCH_US) return;
  lastBitUs = nowUs;
  if (bitCount < BITS_MAX) {
    if (bit) bits[bitCount / 8] |= 0x80 >> (bitCount % 8);
    bitCount++;
  } else {
    bitCount = BITS_MAX + 1;
  }
}

void IRAM_ATTR onD0() { takeBit(0); }
void IRAM_ATTR onD1() { takeBit(1); }

void say(const char *text) {
  uint8_t sum = 0;
  for (const char *at = text; *at; at++) sum ^= (uint8_t)*at;
  char end[8];
  snprintf(end, sizeof end, "*%02X\r\n", sum);
  Serial.print('$');
  Serial.print(text);
  Serial.print(end);
}

void forgetDigits() {
  digitCount = 0;
  tooManyDigits = false;
}

/* 0 to 9, 10 for *, 11 for #. */
void takeKey(uint8_t key) {
  lastKeyMs = millis();
  if (key < 10) {
    if (digitCount < DIGITS_MAX) digits[digitCount++] = '0' + key;
    else tooManyDigits = true;
    return;
  }
  if (key == 11 && digitCount > 0 && !tooManyDigits) {
    digits[digitCount] = 0;
    snprintf(line, sizeof line, "K,%s", digits);
    say(line);
  }
  forgetDigits();
}

void sayCard(const uint8_t *card, uint8_t count) {
  int at = snprintf(line, sizeof line, "W,%u,", count);
  for (uint8_t i = 0; i < (count + 7) / 8; i++) at += snprintf(line + at, sizeof line - at, "%02X", card[i]);
  say(line);
}

/* One key is 4 bits, or 8 with the high half the complement of the low; anything longer is a card. */
void takeFrame(const uint8_t *frame, uint8_t count) {
  uint8_t high = frame[0] >> 4, low = frame[0] & 0x0F;
  if (count == 4 && high <= 11) return takeKey(high);
  if (count == 8 && high == (uint8_t)(~low & 0x0F) && low <= 11) return takeKey(low);
  /* Fewer bits than any card has are a glitch on the wires; more are two reads run together, and the box says so. */
  if (count < 24) return;
  sayCard(frame, count);
}

void readWiegand() {
  noInterrupts();
  bool ended = bitCount > 0 && micros() - lastBitUs > FRAME_END_US;
  uint8_t count = 0;
  uint8_t frame[BITS_MAX / 8];
  if (ended) {
    count = bitCount;
    for (uint8_t i = 0; i < sizeof frame; i++) { frame[i] = bits[i]; bits[i] = 0; }
    bitCount = 0;
  }
  interrupts();
  if (!ended) return;
  if (count > BITS_MAX) say("W,129,0");
  else takeFrame(frame, count);
}

void show(char letter) {
  if (letter != 'G' && letter != 'R' && letter != 'W') return;
  digitalWrite(PIN_GREEN, letter == 'G' ? LOW : HIGH);
  digitalWrite(PIN_BEEP, letter == 'R' ? LOW : HIGH);
  feedbackEndsMs = millis() + (letter == 'G' ? 2000 : letter == 'R' ? 600 : 0);
  showing = true;
}

void readBox() {
  static char held[12];
  static uint8_t length = 0;
  while (Serial.available() > 0) {
    char one = (char)Serial.read();
    if (one == '$') { length = 0; continue; }
    if (one == '\r' || one == '\n') {
      held[length] = 0;
      /* F,x*hh: six characters, checked like everything else on this line. */
      if (length == 6 && held[0] == 'F' && held[1] == ',' && held[3] == '*') {
        char expected[3];
        snprintf(expected, sizeof expected, "%02X", (uint8_t)('F' ^ ',' ^ held[2]));
        if (held[4] == expected[0] && held[5] == expected[1]) show(held[2]);
      }
      length = 0;
      continue;
    }
    if (length < sizeof held - 1) held[length++] = one;
    else length = 0;
  }
}

void setup() {
  Serial.begin(115200);
  pinMode(PIN_D0, INPUT_PULLUP);
  pinMode(PIN_D1, INPUT_PULLUP);
  digitalWrite(PIN_GREEN, HIGH);
  digitalWrite(PIN_BEEP, HIGH);
  pinMode(PIN_GREEN, OUTPUT);
  pinMode(PIN_BEEP, OUTPUT);
  attachInterrupt(digitalPinToInterrupt(PIN_D0), onD0, FALLING);
  attachInterrupt(digitalPinToInterrupt(PIN_D1), onD1, FALLING);
  say("H");
}

void loop() {
  readWiegand();
  readBox();
  uint32_t nowMs = millis();
  if (digitCount > 0 && nowMs - lastKeyMs > PIN_IDLE_MS) forgetDigits();
  if (showing && (int32_t)(nowMs - feedbackEndsMs) >= 0) {
    digitalWrite(PIN_GREEN, HIGH);
    digitalWrite(PIN_BEEP, HIGH);
    showing = false;
  }
  if (nowMs - lastBeatMs >= BEAT_MS) {
    lastBeatMs = nowMs;
    say("H");
  }
}
