/**
 * Three ADTS frames (AAC-LC, 48 kHz, mono) of a 1 kHz tone at −18 dBFS that follow one another for ever.
 * Made by scripts/make-tone.ts.
 */
export const TONE_BASE64 = [
  "//FMQAb//AD+LwBsWyIMHgAAmdnZ2rxYWqSyNnRkfUX4MiH8N/9VpDvPg6gMfeRQowMDAwNm/P/xTEAJf/wA8C+I1mIYFIoGZzQA",
  "PqXA53kvPPGI0CmoOfwhCDtiHdPx+kfyW/vvI8R8g1jOh5RhrzzzzzHnmPPMDzzzzzzzzzzAB//xTEAJX/wA9C+RFkIYFIoGVugA",
  "fTUDCbCaab0vliu2EJPGxCfw09DEv5+fxtJeT9FLWr6AXllUUUUUUUUUGAFFFFFFFFFFFBgO",
].join("");
