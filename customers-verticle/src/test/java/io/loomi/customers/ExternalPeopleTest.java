package io.loomi.customers;

import static io.loomi.common.testing.AnswerAssert.assertThat;
import static io.loomi.customers.CustomersBench.PASSWORD;
import static org.assertj.core.api.Assertions.assertThat;

import io.loomi.common.auth.ExternalIdentity;
import io.loomi.common.auth.SignatureAlgorithm;
import io.loomi.common.testing.Answer;
import io.loomi.common.testing.Backend;
import io.loomi.common.testing.IssuerDouble;
import io.loomi.common.testing.MutableClock;
import io.loomi.common.testing.ServiceBench;
import io.loomi.common.testing.TokenForge;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.pgclient.PgConnectOptions;
import io.vertx.pgclient.PgConnection;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** People who sign in at another issuer, as customers sees them. */
class ExternalPeopleTest {

    private static final MutableClock CLOCK = new MutableClock();
    private static final IssuerDouble ISSUER = new IssuerDouble(TokenForge.create(SignatureAlgorithm.RS256));

    private static String database;
    private static ServiceBench service;

    @BeforeAll
    static void start() {
        database = Backend.shared().createDatabase("customers_external");
        service = started(ISSUER, database);
    }

    private static ServiceBench started(IssuerDouble issuer, String database) {
        return ServiceBench.start(
                new Customers(CLOCK),
                Map.of(
                        "DATABASE_URL",
                        database,
                        "OIDC_ISSUER",
                        issuer.url(),
                        "OIDC_AUDIENCE",
                        IssuerDouble.AUDIENCE,
                        "OIDC_ADMIN_ROLE",
                        "bank-admin",
                        "ADMIN_EMAIL",
                        "admin@loomi.test",
                        "ADMIN_PASSWORD",
                        PASSWORD));
    }

    @AfterAll
    static void close() {
        service.close();
        ISSUER.close();
    }

    @Test
    void becomePeopleOfThisBankWhenTheyAreFirstSeen() {
        Answer clara = me(token("clara"));

        assertThat(clara).hasStatus(200);
        assertThat(clara.json().getString("id")).isEqualTo(id("clara").toString());
        assertThat(clara.json().getString("name")).isEqualTo("Clara Dias");
        assertThat(clara.json().getString("email")).isEqualTo("clara@issuer.example");
        assertThat(clara.json().getJsonArray("roles")).containsExactly("user");
        assertThat(me(token("clara")).json().getString("createdAt"))
                .isEqualTo(clara.json().getString("createdAt"));
        assertThat(me(token("another")).json().getString("id"))
                .isNotEqualTo(clara.json().getString("id"));
    }

    @Test
    void areAddedOnceThoughTheyAreFirstSeenInManyPlacesAtOnce() {
        String token = token("everywhere");

        List<CompletableFuture<Integer>> answers = IntStream.range(0, 16)
                .mapToObj(_ -> CompletableFuture.supplyAsync(() -> me(token).status()))
                .toList();

        assertThat(answers).allSatisfy(answer -> assertThat(answer.join()).isEqualTo(200));
        assertThat(count("SELECT count(*) FROM identities WHERE user_id = $1", id("everywhere")))
                .isEqualTo(1);
    }

    @Test
    void takeNobodysAddress() {
        register("taken@issuer.example");

        assertThat(me(token("taken")).json().getString("email")).isEqualTo(id("taken") + "@external.invalid");
        assertThat(login("taken@issuer.example")).hasStatus(200);
    }

    @Test
    void haveNoAddressThatTheirIssuerHasNotVerified() {
        JsonObject claims = claims("unverified").put("email_verified", false);
        assertThat(me(ISSUER.signed(claims)).json().getString("email"))
                .isEqualTo(id("unverified") + "@external.invalid");

        JsonObject text = claims("unverified-text").put("email_verified", "true");
        assertThat(me(ISSUER.signed(text)).json().getString("email")).endsWith("@external.invalid");
    }

    @Test
    void areNamedEvenWhereTheirIssuerHasNoNameForThem() {
        assertThat(me(ISSUER.signed(claims("nameless").put("name", "\n")))
                        .json()
                        .getString("name"))
                .isEqualTo("Customer");
    }

    @Test
    void getTheirIdentityWithWhatIsHeldAboutThem() {
        JsonObject export = service.api()
                .get("/api/users/me/export")
                .as(token("exported"))
                .send()
                .json();

        JsonObject identity = export.getJsonArray("identities").getJsonObject(0);
        assertThat(identity.getString("issuer")).isEqualTo(ISSUER.url());
        assertThat(identity.getString("subject")).isEqualTo("exported");
    }

    @Test
    void cannotSignInWithAPasswordNorChangeOne() {
        String token = token("passwordless");
        me(token);

        assertThat(login("passwordless@issuer.example")).isProblem(401, "wrong-credentials");
        assertThat(service.api()
                        .post("/api/users/me/password")
                        .as(token)
                        .json("{\"currentPassword\": \"\", \"newPassword\": \"correct horse\"}"))
                .hasStatus(400);
        assertThat(service.api()
                        .post("/api/users/me/password")
                        .as(token)
                        .json("{\"currentPassword\": \"x\", \"newPassword\": \"correct horse\"}"))
                .isProblem(403, "no-password");
    }

    @Test
    void endTheirSessionWhereItIs() {
        assertThat(service.api().post("/api/auth/logout").as(token("elsewhere")).send())
                .isProblem(403, "session-elsewhere");
    }

    @Test
    void areOutAtOnceWhenTheyAreSuspended() {
        String token = token("suspended");
        assertThat(me(token)).hasStatus(200);

        sql("UPDATE users SET status = 'suspended' WHERE id = $1", id("suspended"));

        assertThat(me(token)).isProblem(401, "revoked-token");
        assertThat(me(token("suspended"))).isProblem(401, "revoked-token");
    }

    @Test
    void stayAwayOnceTheyHaveLeft() {
        String token = token("gone");
        me(token);
        assertThat(service.api().delete("/api/users/me").as(token).send()).hasStatus(204);

        assertThat(me(token)).isProblem(401, "revoked-token");
        assertThat(count("SELECT count(*) FROM identities WHERE user_id = $1", id("gone")))
                .isZero();
    }

    @Test
    void areAdministratorsByTheRoleThatIsNamedAndNoOther() {
        JsonObject roles = new JsonObject().put("roles", new JsonArray().add("bank-admin"));
        String admin = ISSUER.signed(claims("admin").put("realm_access", roles));
        String notOurs = ISSUER.signed(claims("not-ours")
                .put("realm_access", new JsonObject().put("roles", new JsonArray().add("admin")))
                .put("roles", new JsonArray().add("admin"))
                .put("permissions", new JsonArray().add("admin:users")));

        assertThat(service.api().get("/api/users").as(admin).send()).hasStatus(200);
        assertThat(service.api().get("/api/users").as(notOurs).send()).isProblem(403, "missing-permission");
    }

    @Test
    void areRefusedWithATokenThatIsForAnybodyElseOrForAnythingElse() {
        refuses(ISSUER.signed(claims("x").put("aud", "bank-app")));
        refuses(ISSUER.signed(claims("x").put("aud", new JsonArray().add("account"))));
        refuses(ISSUER.signed(claims("x").put("typ", "ID")));
        refuses(ISSUER.signed(claims("x").put("typ", "Refresh")));
        refuses(ISSUER.signed(claims("x").put("at_hash", "c2Fs")));
        refuses(ISSUER.signed(claims("x").put("c_hash", "c2Fs")));
        refuses(ISSUER.signed(claims("x").put("nonce", "c2Fs")));
        refuses(ISSUER.signed(claims("x").put("cnf", new JsonObject().put("jkt", "x"))));
        refuses(ISSUER.signed(claims("x").put("iss", ISSUER.url() + "/")));
        refuses(ISSUER.signed(claims("x").put("nbf", CLOCK.instant().getEpochSecond() + 60)));
        refuses(ISSUER.signed(claims("x").put("sub", 7)));
        refuses(ISSUER.signed(claims("x").put("sub", "")));
        refuses(ISSUER.signed(claims("x").put("sub", "a\0b")));
        refuses(ISSUER.forge().signed(ISSUER.forge().header().put("typ", "logout+jwt"), claims("x")));
        refuses(TokenForge.create(SignatureAlgorithm.RS256)
                .signed(ISSUER.forge().header(), claims("x")));
    }

    @Test
    void areNotThoseWhomTheBanksOwnKeyOrTheIssuersKeySpeaksForInTheOthersName() {
        refuses(ISSUER.signed(claims("x").put("iss", "loomi").put("aud", "loomi-api")));
        String own = login(register("own@example.com")).json().getString("accessToken");
        JsonObject claims = Tokens.claimsOf(own).put("iss", ISSUER.url()).put("aud", IssuerDouble.AUDIENCE);
        JsonObject header =
                ISSUER.forge().header().put("kid", Tokens.headerOf(own).getString("kid"));
        refuses(ISSUER.forge().signed(header, claims));
    }

    @Test
    void areTakenWithEachKindOfKeyAndAfterTheIssuerHasChangedIts() {
        for (SignatureAlgorithm algorithm : SignatureAlgorithm.values()) {
            CLOCK.advance(Duration.ofSeconds(11));
            ISSUER.rotateKeys(TokenForge.create(algorithm));
            assertThat(me(token("rotated"))).as(algorithm.text()).hasStatus(200);
        }
    }

    @Test
    void areTheOnlyOnesWhoNoticeThatTheIssuerIsDown() {
        String database = Backend.shared().createDatabase("customers_external_outage");
        try (IssuerDouble unwell = new IssuerDouble(TokenForge.create())) {
            unwell.goDown();
            try (ServiceBench bank = started(unwell, database)) {
                assertThat(unwell.asked()).as("calls before anybody's token").isZero();
                String admin = bank.api()
                        .post("/api/auth/login")
                        .json("{\"email\": \"admin@loomi.test\", \"password\": \"%s\"}".formatted(PASSWORD))
                        .json()
                        .getString("accessToken");
                String token = unwell.signed(unwell.claims(CLOCK, "clara"));

                assertThat(bank.api().get("/api/users/me").as(token).send()).isProblem(503, "unavailable");
                assertThat(bank.api().get("/api/users/me").as(admin).send()).hasStatus(200);

                unwell.comeBack();
                unwell.callItself("https://somebody.else");
                assertThat(bank.api().get("/api/users/me").as(token).send()).isProblem(503, "unavailable");

                unwell.callItself(unwell.url());
                assertThat(bank.api().get("/api/users/me").as(token).send()).hasStatus(200);

                unwell.goDown();
                CLOCK.advance(Duration.ofMinutes(6));
                String later = unwell.signed(unwell.claims(CLOCK, "clara"));
                assertThat(bank.api().get("/api/users/me").as(later).send()).hasStatus(200);
            }
        }
    }

    private static void refuses(String token) {
        assertThat(me(token)).isProblem(401, "invalid-token");
    }

    private static JsonObject claims(String subject) {
        return ISSUER.claims(CLOCK, subject);
    }

    private static String token(String subject) {
        return ISSUER.signed(claims(subject));
    }

    private static UUID id(String subject) {
        return new ExternalIdentity(ISSUER.url(), subject, Optional.empty(), Optional.empty()).userId();
    }

    private static Answer me(String token) {
        return service.api().get("/api/users/me").as(token).send();
    }

    private static String register(String email) {
        service.api()
                .post("/api/users")
                .json("{\"name\": \"Ana\", \"email\": \"%s\", \"password\": \"%s\"}".formatted(email, PASSWORD));
        return email;
    }

    private static Answer login(String email) {
        return service.api()
                .post("/api/auth/login")
                .json("{\"email\": \"%s\", \"password\": \"%s\"}".formatted(email, PASSWORD));
    }

    private static void sql(String statement, UUID id) {
        count(statement, id);
    }

    private static long count(String statement, UUID id) {
        PgConnection connection = PgConnection.connect(service.vertx(), PgConnectOptions.fromUri(database))
                .await();
        try {
            var rows = connection.preparedQuery(statement).execute(Tuple.of(id)).await();
            return rows.size() == 0 ? rows.rowCount() : rows.iterator().next().getLong(0);
        } finally {
            connection.close().await();
        }
    }
}
