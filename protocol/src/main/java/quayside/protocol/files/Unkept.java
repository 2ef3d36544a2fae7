package quayside.protocol.files;

/**
 * A property of a received file that a disk did not keep (PROTOCOL.md section 8.5). The content is stored all the same.
 */
public enum Unkept {
    /** Its modified time: the disk stores no such time, or does not let us set it. */
    TIME("modified times, or not these: what arrives has others there"),
    /** Its mode, so that more people may read or write it than should. */
    MODE("permissions: what arrives may be open to other users of that computer"),
    /** Its mode, so that fewer people may use it than should. */
    NARROW("permissions, or lets this program set none: what arrives may be open to its owner there alone"),
    /** Owner or group of the file that it replaced. The group then has no more rights than everybody. */
    OWNER("the owner or the group of what is replaced"),
    /** The access control list of the file that it replaced, or of its folder. Only the owner has rights then. */
    ACCESS_LIST("the access control lists of what is replaced"),
    /** Extended attributes of the file that it replaced. */
    ATTRIBUTES("the extended attributes of what is replaced");

    private final String what;

    Unkept(String what) {
        this.what = what;
    }

    /** Returns a sentence for people about the disk {@code whose}. */
    public String sentence(String whose) {
        return whose + " does not keep " + what + '.';
    }
}
