/**
 * Is there a playlist at this address? Answers undefined when there is, else `{message, detail}` in words.
 * A playlist that lists nothing yet is not there either: FFmpeg needs one segment's time to fill it.
 */
export async function reachPlaylist(url) {
  const path = new URL(url).pathname;
  try {
    const response = await fetch(url, { cache: "no-store", signal: AbortSignal.timeout(8000) });
    if (response.status === 404) return notThere(`${path} answers 404: nothing has been published yet.`);
    if (!response.ok) return notThere(`${path} answers ${response.status} ${response.statusText}.`);
    const text = await response.text();
    if (!text.startsWith("#EXTM3U"))
      return notThere(`${path} is not a playlist: it does not begin with #EXTM3U.`);
    if (!/^[^#\s]/m.test(text)) return notThere(`${path} lists nothing yet.`);
  } catch {
    return { message: "The origin does not answer", detail: `No answer from ${new URL(url).host}.` };
  }
}

const notThere = (detail) => ({ message: "The stream is not there yet", detail });
