package dev.gemmatune.model.hub;

import dev.gemmatune.model.UserError;

/**
 * An access token. It shows itself to nobody: {@link #toString} hides it, and only requests to the hub itself carry it.
 *
 * @param secret the token
 */
public record HubToken(String secret) {

    /**
     * Checks that it can be sent.
     *
     * @throws UserError if it holds something that a header cannot
     */
    public HubToken {
        if (!secret.chars().allMatch(character -> character > ' ' && character < 0x7f)) {
            throw new UserError("the access token for the Hugging Face hub holds blanks or characters that no token"
                    + " has; look at HF_TOKEN or at the token file");
        }
    }

    @Override
    public String toString() {
        return "HubToken[hidden]";
    }
}
