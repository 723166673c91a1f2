/** The way to the program: one object with one slot and one signal, both carrying JSON as text. */

/**
 * @param {(message: object) => void} receive called with each message from the program
 * @returns {Promise<(message: object) => void>} sends a message to the program
 */
export function connect(receive) {
  return new Promise((resolve) => {
    const channel = new QWebChannel(window.qt.webChannelTransport, ({ objects }) => {
      objects.bridge.message.connect((text) => receive(JSON.parse(text)));
      resolve((message) => objects.bridge.post(JSON.stringify(message)));
    });
    window.whereofChannel = channel;
  });
}
