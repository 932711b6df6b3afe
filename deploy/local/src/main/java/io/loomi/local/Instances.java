package io.loomi.local;

import io.vertx.core.Future;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** The instances of one service on this machine, asked by turns. One that cannot be reached is passed over. */
final class Instances {

    private final HttpClient client;
    private final List<Integer> ports;
    private final AtomicInteger turn = new AtomicInteger();

    Instances(HttpClient client, List<Integer> ports) {
        this.client = client;
        this.ports = List.copyOf(ports);
    }

    HttpClient client() {
        return client;
    }

    /** A request that is not sent yet, to the first of them that takes it; fails when none does. */
    Future<HttpClientRequest> request(RequestOptions options) {
        return request(options, turn.getAndIncrement(), ports.size());
    }

    private Future<HttpClientRequest> request(RequestOptions options, int number, int left) {
        int port = ports.get(Math.floorMod(number, ports.size()));
        RequestOptions addressed =
                new RequestOptions(options).setServer(SocketAddress.inetSocketAddress(port, ListenAddress.LOOPBACK));
        Future<HttpClientRequest> request = client.request(addressed);
        return left == 1 ? request : request.recover(_ -> request(options, number + 1, left - 1));
    }
}
