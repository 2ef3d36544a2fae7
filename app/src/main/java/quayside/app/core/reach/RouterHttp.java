package quayside.app.core.reach;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;

/**
 * One question to a router by HTTP, over a connection of its own. It follows no redirect, uses no proxy, and bounds the size
 * and the time of the whole answer. Blocks.
 */
final class RouterHttp {
    /** The descriptions of real routers have some 5 to 20 kB. */
    static final int MAX_ANSWER = 1 << 17;

    private static final int MAX_LINE = 4096;
    private static final int MAX_LINES = 100;

    /** An answer; its body may be empty. */
    static final class Answer {
        private final int status;
        private final byte[] body;

        Answer(int status, byte[] body) {
            this.status = status;
            this.body = body;
        }

        int status() {
            return status;
        }

        byte[] body() {
            return body;
        }
    }

    private final InetAddress here;
    private final InetSocketAddress router;
    private final Duration time;

    /**
     * @param here asks from this address, so that nobody else is asked in another network
     * @param time for the whole question and answer
     */
    RouterHttp(InetAddress here, InetSocketAddress router, Duration time) {
        this.here = here;
        this.router = router;
        this.time = time;
    }

    Answer get(String path) throws IOException {
        return send("GET " + path + " HTTP/1.1\r\n" + head(), new byte[0]);
    }

    Answer post(String path, String action, String xml) throws IOException {
        byte[] body = xml.getBytes(StandardCharsets.UTF_8);
        return send(
                "POST " + path + " HTTP/1.1\r\n" + head()
                        + "Content-Type: text/xml; charset=\"utf-8\"\r\nSOAPAction: \"" + action
                        + "\"\r\nContent-Length: " + body.length + "\r\n",
                body);
    }

    private String head() {
        return "Host: " + router.getAddress().getHostAddress() + ":" + router.getPort() + "\r\nConnection: close\r\n";
    }

    private Answer send(String head, byte[] body) throws IOException {
        long end = System.nanoTime() + time.toNanos();
        try (Socket socket = new Socket(Proxy.NO_PROXY)) {
            socket.bind(new InetSocketAddress(here, 0));
            socket.connect(router, millisUntil(end));
            socket.setSoTimeout(millisUntil(end));
            ByteArrayOutputStream request = new ByteArrayOutputStream();
            request.writeBytes((head + "\r\n").getBytes(StandardCharsets.US_ASCII));
            request.writeBytes(body);
            socket.getOutputStream().write(request.toByteArray());
            return read(new BufferedInputStream(new Bounded(socket, end)));
        }
    }

    private static int millisUntil(long end) throws SocketTimeoutException {
        long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
        if (left <= 0) {
            throw new SocketTimeoutException("The router takes too long");
        }
        return Math.toIntExact(left);
    }

    /** What comes from the router: a bounded number of bytes until a point in time. */
    private static final class Bounded extends InputStream {
        private final Socket socket;
        private final InputStream in;
        private final long end;
        private int left = MAX_ANSWER;

        Bounded(Socket socket, long end) throws IOException {
            this.socket = socket;
            this.in = socket.getInputStream();
            this.end = end;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] into, int from, int length) throws IOException {
            if (left == 0) {
                throw new IOException("The router’s answer is too long");
            }
            socket.setSoTimeout(millisUntil(end));
            int count = in.read(into, from, Math.min(left, length));
            left -= Math.max(0, count);
            return count;
        }
    }

    private static Answer read(InputStream in) throws IOException {
        String[] first = line(in).split(" ", 3);
        if (first.length < 2 || !first[0].startsWith("HTTP/1.")) {
            throw new IOException("The router does not speak HTTP");
        }
        int status = number(first[1], 10);
        int length = -1;
        boolean isChunked = false;
        for (int i = 0; ; i++) {
            String header = line(in).toLowerCase(Locale.ROOT);
            if (header.isEmpty()) {
                break;
            }
            if (i == MAX_LINES) {
                throw new IOException("The router’s answer has too many lines");
            }
            if (header.startsWith("content-length:")) {
                length = number(header.substring("content-length:".length()).strip(), 10);
            } else if (header.startsWith("transfer-encoding:")) {
                isChunked = header.endsWith("chunked");
            }
        }
        if (isChunked) {
            return new Answer(status, chunks(in));
        }
        byte[] body = length < 0 ? in.readAllBytes() : in.readNBytes(length);
        if (body.length < length) {
            throw new IOException("The router’s answer ends early");
        }
        return new Answer(status, body);
    }

    private static byte[] chunks(InputStream in) throws IOException {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        while (true) {
            int length = number(line(in).replaceFirst(";.*", "").strip(), 16);
            if (length == 0) {
                return whole.toByteArray();
            }
            byte[] chunk = in.readNBytes(length);
            if (chunk.length < length || !line(in).isEmpty()) {
                throw new IOException("The router’s answer ends early");
            }
            whole.writeBytes(chunk);
        }
    }

    private static int number(String text, int radix) throws IOException {
        try {
            int number = Integer.parseInt(text, radix);
            if (number >= 0 && number <= MAX_ANSWER) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Falls through: neither is a number that an honest router sends.
        }
        throw new IOException("The router’s answer has no proper length");
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = in.read(); next != '\n'; next = in.read()) {
            if (next < 0 || line.length() == MAX_LINE) {
                throw new IOException("The router’s answer ends early");
            }
            if (next != '\r') {
                line.append((char) next);
            }
        }
        return line.toString();
    }
}
