package dev.gemmatune.model.hub;

import dev.gemmatune.model.UserError;
import java.net.http.HttpResponse;

/** Turns answers of the hub into messages that say what to do. The codes are those of huggingface_hub's utils/_http.py. */
final class HubErrors {

    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;
    private static final int NOT_FOUND = 404;
    private static final int TOO_MANY = 429;
    private static final int SERVER = 500;

    private final HubSettings settings;

    HubErrors(HubSettings settings) {
        this.settings = settings;
    }

    /** The error of an answer that is none of success, about what was asked for. */
    UserError of(HttpResponse<?> answer, HubReference asked) {
        String code = answer.headers().firstValue("X-Error-Code").orElse("");
        String message = answer.headers().firstValue("X-Error-Message").orElse("");
        HubRepository repository = asked.repository();
        int status = answer.statusCode();
        if (code.equals("GatedRepo") || (status == FORBIDDEN && message.contains("gated"))) {
            return gated(repository, status);
        }
        if (code.equals("RevisionNotFound")) {
            return new UserError("the " + repository + " has no revision " + asked.revision()
                    + "; its branches and tags are listed at " + page(repository) + "/tree/main");
        }
        if (code.equals("EntryNotFound")) {
            return new UserError("the " + repository + " has no file " + SafeNames.printable(asked.path())
                    + " at revision " + asked.revision() + "; see " + page(repository) + "/tree/main");
        }
        if (status == UNAUTHORIZED && settings.token().isPresent() && message.contains("Invalid credentials")) {
            return new UserError("the Hugging Face hub does not accept the access token: it is wrong or has expired."
                    + " Make a new one at " + settings.endpoint() + "/settings/tokens and " + login());
        }
        if (code.equals("RepoNotFound") || status == NOT_FOUND || status == UNAUTHORIZED) {
            return notFound(repository);
        }
        return other(status, message, repository);
    }

    private UserError gated(HubRepository repository, int status) {
        String first = "the " + repository + " is behind a licence. ";
        String accept = "Log in and accept it at " + page(repository);
        if (settings.token().isEmpty() || status == UNAUTHORIZED) {
            return new UserError(first + accept + ", make an access token that may read at " + settings.endpoint()
                    + "/settings/tokens, and " + login());
        }
        return new UserError(first + "The account of your access token has not accepted it (or its request is still"
                + " open), or the token may not read gated repositories. " + accept + ", with the account of the token;"
                + " a fine-grained token also needs the permission for public gated repositories");
    }

    private UserError notFound(HubRepository repository) {
        return new UserError("the Hugging Face hub (" + settings.endpoint() + ") has no " + repository
                + ", or it is private; check the spelling"
                + (settings.token().isPresent()
                        ? ", and that the account of your access token may see it"
                        : "; for a private one, " + login()));
    }

    private UserError other(int status, String message, HubRepository repository) {
        String said = message.isEmpty() ? "" : " (\"" + SafeNames.printable(message) + "\")";
        String what = "the Hugging Face hub answers " + status + said + " for the " + repository;
        if (status == FORBIDDEN) {
            return new UserError(
                    what + "; the access token lacks a permission (to push, it must be one that may write)");
        }
        if (status == TOO_MANY) {
            return new UserError(what + ": too many requests; wait some minutes"
                    + (settings.token().isPresent() ? "" : ", or " + login() + ", which raises the limit"));
        }
        return status >= SERVER
                ? new HubUnreachable(what + "; it has trouble, try again later", null)
                : new UserError(what + "; check the id, the revision and HF_ENDPOINT (" + settings.endpoint() + ")");
    }

    private String page(HubRepository repository) {
        return settings.endpoint() + "/" + repository.pagePath();
    }

    private static String login() {
        return "give it with huggingface-cli login (now hf auth login) or in the variable HF_TOKEN";
    }
}
