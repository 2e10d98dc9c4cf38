"""Names for people who do not exist."""

from __future__ import annotations

FIRST_NAMES = (
    "Aaliyah Abbie Adele Agnes Aisling Alan Alfie Amara Amit Andrea Angus Anjali Anya Archie Ash Ayo "
    "Babs Becca Ben Bernie Beth Bev Billie Bola Bryn Callum Cass Cath Charlie Cher Chidi Claire Col Connor "
    "Craig Daisy Dana Darren Dawn Dee Del Devon Dilys Dom Donna Dot Duncan Eddie Eilidh Elaine Eli Ellis Elsie "
    "Emeka Erin Esme Ethel Faith Farah Fergus Fi Finlay Flo Fran Freya Gail Gareth Gary Gemma Geoff George Gina "
    "Glen Grace Greg Gwen Habib Hana Harj Harriet Hazel Heather Hetty Hugh Ibrahim Ida Imogen Ines Ivan Ivy "
    "Jackie Jaden Jan Jas Jay Jean Jed Jess Jo Joan Jodie Joel Josie Joy Jude June Kai Karen Kath Kay Keeley "
    "Kelly Ken Kerry Kev Kiran Kirsty Kit Kofi Kuldip Lara Len Leon Les Lewis Liam Lil Linda Liz Lola Lorna Lou "
    "Luca Lyn Mags Malik Mandy Marge Marlon Maud Mel Mick Mina Moira Molly Mona Morgan Nadia Nan Naz Ned Nell "
    "Niamh Nia Nick Nora Obi Olive Oscar Pam Pat Paula Pearl Peggy Penny Perry Phil Pip Polly Raj Ravi Ray Reece "
    "Reg Rhys Rita Robyn Rory Rosa Roz Ruby Russ Sade Sal Sam Sasha Scott Shaz Sheila Sid Sonia Stan Stella Sue "
    "Suki Tam Tara Tariq Ted Tess Theo Tina Toby Tricia Una Val Vera Vic Viv Wes Wilf Wyn Yaz Yusuf Zara Zoe"
).split()


def display_names(count: int) -> list[str]:
    """`count` different display names: first names, then first names with an initial."""
    plain = list(FIRST_NAMES)
    with_initial = [f"{name} {initial}" for initial in "BHMTW" for name in FIRST_NAMES]
    return (plain + with_initial)[:count]
