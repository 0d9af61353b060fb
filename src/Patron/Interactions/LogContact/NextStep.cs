using Patron.Kernel;
using Patron.Tasks.Contracts;
using Patron.Web.Forms;

namespace Patron.Interactions.LogContact;

/// <summary>The next step as the form of a contact has it.</summary>
/// <param name="Kind">A word of <see cref="TaskKind"/>; blank for none.</param>
internal sealed record NextStep(string? Kind, string? Title, string? Due, string? Owner, string? Team)
{
    public static readonly TaskKind[] Kinds = [TaskKind.Task, TaskKind.CallBack, TaskKind.Meeting, TaskKind.Promise, TaskKind.HandOver];

    /// <summary>Null where there is none.</summary>
    /// <param name="subject">What the contact was about: the title, where none is given.</param>
    public Result<NewTask?> Read(CustomerId customer, string? subject, TimeZoneInfo zone, UserId? by)
    {
        if (!Enum.TryParse<TaskKind>(Kind, out var kind) || !Kinds.Contains(kind)) return default(NewTask);
        if (LocalTimes.Read(Due, zone) is not { } due) return new KeepContacts.NextStepWrong(nameof(Due), KeepContacts.ContactFields.NextDue);
        var title = Title?.Trim() is { Length: > 0 } given ? given : subject?.Trim();
        if (string.IsNullOrEmpty(title)) return new KeepContacts.NextStepWrong(nameof(Title), KeepContacts.ContactFields.NextTitle);
        var team = IdText.TryRead<TeamId>(Team, out var queue) ? queue : (TeamId?)null;
        if (kind == TaskKind.HandOver && team is null) return new KeepContacts.NextStepWrong(nameof(Team), KeepContacts.ContactFields.NextTeam);
        // A hand-over is for whoever of the team takes it.
        var owner = IdText.TryRead<UserId>(Owner, out var user) ? user : kind == TaskKind.HandOver ? (UserId?)null : by;
        return new NewTask(customer, kind, title, due) { Owner = kind == TaskKind.HandOver ? null : owner, Team = kind == TaskKind.HandOver ? team : null };
    }
}
