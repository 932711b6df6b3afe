package io.loomi.local.cluster;

import io.loomi.common.config.Settings;
import io.loomi.common.http.CorsOrigins;
import io.loomi.local.Gateway;
import io.loomi.local.ListenAddress;
import io.loomi.local.process.RunningComponents;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The proxy in front of the instances: Nginx or, without Nginx, the gateway. Clients use its public port. The services call each
 * other through two internal ports, one for all customers instances and one for all transactions instances, so that no service
 * depends on a single instance of the other.
 *
 * @param programs the programs of the cluster
 * @param environment the listen address and the limits of Nginx
 */
record FrontProxy(Programs programs, Map<String, String> environment) {

    /** The ports of the instances, and the internal ports for all instances of each service. */
    record Ports(List<Integer> customers, List<Integer> transactions, int allCustomers, int allTransactions) {}

    /** Returns the name of the proxy for messages. */
    String name() {
        return programs.nginx().isPresent() ? "Nginx" : "the gateway, because Nginx is not installed";
    }

    /** @param folder the folder for Nginx's files */
    void start(int port, Ports ports, Path folder, RunningComponents started) {
        ListenAddress host = ListenAddress.of(environment);
        programs.nginx()
                .ifPresentOrElse(
                        program -> startNginx(program, host.withPort(port), ports, folder, started),
                        () -> startGateway(host.name(), port, ports, started));
    }

    private void startNginx(Path program, String listen, Ports ports, Path folder, RunningComponents started) {
        NginxSettings settings = NginxSettings.from(environment, listen, ports.customers(), ports.transactions())
                .with("CUSTOMERS_PORT", String.valueOf(ports.allCustomers()))
                .with("TRANSACTIONS_PORT", String.valueOf(ports.allTransactions()));
        started.start(
                () -> Nginx.start(program, programs.configuration(), List.of("http", "internal"), settings, folder),
                Nginx::close);
    }

    private void startGateway(String host, int port, Ports ports, RunningComponents started) {
        CorsOrigins origins =
                new Settings(environment).find(CorsOrigins.SETTING).orElse(CorsOrigins.NONE);
        Vertx vertx = started.start(Vertx::vertx, running -> running.close().await());
        Gateway gateway = new Gateway(vertx, ports.customers(), ports.transactions(), origins);
        gateway.listenAsCustomers(ports.allCustomers()).await();
        gateway.listenAsTransactions(ports.allTransactions()).await();
        gateway.listen(host, port).await();
    }
}
