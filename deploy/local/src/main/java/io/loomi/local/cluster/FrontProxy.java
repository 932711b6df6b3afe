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
 * The proxy in front of the instances: Nginx or, without Nginx, the gateway. Clients use its public port. Transactions calls
 * customers on a second, loopback port, so that it does not depend on one customers instance.
 *
 * @param programs the programs of the cluster
 * @param environment the listen address and the limits of Nginx
 */
record FrontProxy(Programs programs, Map<String, String> environment) {

    /** The ports of the instances, and the loopback port that balances over all customers instances. */
    record Ports(List<Integer> customers, List<Integer> transactions, int allCustomers) {}

    /** Its name, for people. */
    String name() {
        return programs.nginx().isPresent() ? "Nginx" : "the gateway, as there is no Nginx here";
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
                .with("CUSTOMERS_PORT", String.valueOf(ports.allCustomers()));
        started.start(
                () -> Nginx.start(program, programs.configuration(), List.of("http", "customers"), settings, folder),
                Nginx::close);
    }

    private void startGateway(String host, int port, Ports ports, RunningComponents started) {
        CorsOrigins origins =
                new Settings(environment).find(CorsOrigins.SETTING).orElse(CorsOrigins.NONE);
        Vertx vertx = started.start(Vertx::vertx, running -> running.close().await());
        Gateway gateway = new Gateway(vertx, ports.customers(), ports.transactions(), origins);
        gateway.listenAsCustomers(ports.allCustomers()).await();
        gateway.listen(host, port).await();
    }
}
