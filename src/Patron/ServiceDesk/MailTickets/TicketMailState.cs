namespace Patron.ServiceDesk.MailTickets;

/// <summary>What became of an e-mail of a ticket.</summary>
internal enum TicketMailState
{
    /// <summary>Waits until it may no longer be taken back, or until the server can be reached.</summary>
    Queued = 1,

    /// <summary>Being given to the server: from here on it is never tried again by itself, unless it is certain that nothing was sent.</summary>
    Sending = 2,
    Sent = 3,

    /// <summary>Certainly not sent, or it came back.</summary>
    Failed = 4,

    /// <summary>Nobody can say whether it was sent: a person decides.</summary>
    Unknown = 5,
}
