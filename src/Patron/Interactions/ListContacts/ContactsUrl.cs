namespace Patron.Interactions.ListContacts;

internal static class ContactsUrl
{
    public const string List = "/contacts";
}
