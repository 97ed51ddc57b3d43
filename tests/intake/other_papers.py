"""Documents that are no inspection report, though some of them speak of one."""

from __future__ import annotations

from typing import Final

from tests.intake.papers import Bullets, Heading, Numbered, Paper, Para, Point, Table

NEWSLETTER: Final = Paper(
    "newsletter",
    (
        Heading("The Weir Valley parish newsletter"),
        Para("Published: 4 May 2024"),
        Heading("What needs to improve?", level=2),
        Para("We asked on the green, and this is what you said."),
        Bullets(
            (
                Point("The bus at half past six."),
                Point("The lamp by the lych gate."),
                Point("More cake at the fete."),
            )
        ),
        Heading("Recommendations", level=2),
        Para("Mrs Tickle has read the new book about bees and thinks that it is good."),
    ),
)
INVOICE: Final = Paper(
    "invoice",
    (
        Heading("Invoice 20417"),
        Para("Pym & Venn, Stationers, 3 Mill Lane, Riverford"),
        Para("To: Riverford Borough Council, Children’s Services"),
        Para("Date: 12 March 2024"),
        Table(
            (
                ("Item", "Pieces", "Price"),
                ("Ring binders, blue", "40", "£96.00"),
                ("Labels, good", "10", "£14.50"),
            )
        ),
        Numbered((Point("Pay within thirty days."), Point("Name the number of the invoice."))),
    ),
)
CABINET: Final = Paper(
    "cabinet",
    (
        Para("ITEM NO. 7"),
        Heading("Inspection of children’s services in Riverford: what was found"),
        Para("Responsible Cabinet Member: Councillor Beryl Oakes, Children and Young People"),
        Para("Responsible Director: Clement Hobday, Director of Children’s Services"),
        Heading("Purpose of the report", level=2),
        Para("To tell Cabinet of the inspection of the council’s services in June 2019.", number=1),
        Heading("Recommendation", level=2),
        Para("It is recommended that Cabinet:", number=2),
        Bullets(
            (
                Point("(a) note what the inspectors found;"),
                Point("(b) endorse the improvement plan;"),
                Point("(c) ask for a report in six months."),
            )
        ),
        Heading("Reasons", level=2),
        Para("Members answer for the services.", number=3),
        Heading("Background papers", level=2),
        Para("Inspection of Riverford local authority children’s services, 10 to 21 June 2019"),
        Heading("Findings", level=2),
        Table(
            (
                ("Judgement", "Grade"),
                ("Overall effectiveness", "Requires improvement to be good"),
                ("The experiences and progress of children who need help and protection", "Good"),
            )
        ),
    ),
)
OTHERS: Final = (NEWSLETTER, INVOICE, CABINET)
